import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Sample } from "./benchmark.ts";
import type { Processes } from "./processes.ts";

const SCRIPT = new URL("./entering-process.ts", import.meta.url);
const WARM = 200;

const schema = z.object({ entered: z.int().positive(), cpuMs: z.number() });

const COUNTS =
  "SELECT (SELECT count(*) FROM onboarding) AS stored, (SELECT count(*) FROM journal) AS waiting";

function countRows(file: string): { stored: number; waiting: number } {
  const db = new DatabaseSync(file, { readOnly: true });
  const row = db.prepare(COUNTS).get();
  db.close();
  return { stored: Number(row?.["stored"]), waiting: Number(row?.["waiting"]) };
}

/**
 * What a flood only puts off: making the rows of so many starts from the journal, in a process that does nothing else.
 * `folder` is made. It counts only if all of them are found in the file afterwards.
 */
export async function measureEntering(
  processes: Processes,
  { folder, starts }: { readonly folder: string; readonly starts: number },
): Promise<Sample> {
  const child = processes.start(SCRIPT);
  const { entered, cpuMs } = await child.ask("enter", { folder, warm: WARM, starts }, schema);
  await child.end();
  const { stored, waiting } = countRows(join(folder, "onboarding.db"));
  if (stored !== WARM + starts || waiting !== 0)
    throw new Error(`of ${WARM + starts} starts ${stored} were entered, ${waiting} wait in the journal`);
  return { enteringCpuMs: cpuMs / entered };
}
