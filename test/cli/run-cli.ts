import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface CliOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one of our commands as npm does, on a data folder. */
export function runCli(name: string, args: readonly string[], dataDir: string): Promise<CliOutcome> {
  const file = fileURLToPath(new URL(`../../cli/${name}.ts`, import.meta.url));
  const env = { ...process.env, DATA_DIR: dataDir };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...args], { env }, (_fault, out, err) =>
      resolve({ code: child.exitCode ?? 1, out, err }),
    );
  });
}
