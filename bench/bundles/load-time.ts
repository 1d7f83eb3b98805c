import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

// Processor time, since a busy machine adds to the clock's as it likes; of the whole process, which also compiles beside.
const script = (file: string): string => `
  const start = process.cpuUsage();
  await import(${JSON.stringify(pathToFileURL(file).href)});
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(String((user + system) / 1000));
  process.exit(0);
`;

/** Milliseconds of CPU time to import a bundle in a process that has loaded nothing else. */
export function loadTime(file: string): number {
  return Number(
    execFileSync(process.execPath, ["--input-type=module", "-e", script(file)], { encoding: "utf8" }),
  );
}
