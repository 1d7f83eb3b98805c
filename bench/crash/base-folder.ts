import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wholeRun } from "./order.ts";
import { addOtherVendor } from "./other-vendor.ts";
import { runChild } from "./run-child.ts";
import { sweepProgram } from "./sweep-program.ts";
import { withStore } from "./with-store.ts";

/** Data folders of a sweep: copies of one that was started once, with the short program in it. */
export interface Folders {
  /** A copy of the first one, or of `from`. */
  fresh(from?: string): Promise<string>;
  drop(folder: string): Promise<void>;
  close(): Promise<void>;
}

const drop = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), "crash-"));

async function firstFolder(): Promise<string> {
  const base = await temporary();
  const program = await sweepProgram();
  await withStore(base, async ({ programs }) => void (await programs.publish(program)));
  const run = await runChild(wholeRun(base, { partners: [] }));
  if (run.violations.length > 0) throw new Error(`the first start failed:\n${run.violations.join("\n")}`);
  await addOtherVendor(base);
  return base;
}

export async function openFolders(): Promise<Folders> {
  const base = await firstFolder();
  return {
    async fresh(from = base) {
      const folder = await temporary();
      await cp(from, folder, { recursive: true });
      return folder;
    },
    drop,
    close: () => drop(base),
  };
}
