import { fileURLToPath } from "node:url";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import type { Program } from "../../domain/program.ts";

const RESELLER = fileURLToPath(new URL("../../programs/reseller", import.meta.url));

/** The sample program with all its stages and both tracks, but short: one module and three questions in each. */
export async function sweepProgram(): Promise<Program> {
  const read = await readProgramFolder(RESELLER);
  if (!read.ok) throw new Error(read.error.join("\n"));
  return {
    ...read.value,
    version: "5".repeat(64),
    tracks: read.value.tracks.map((track) => ({
      ...track,
      modules: track.modules.slice(0, 1),
      exam: { ...track.exam, bank: track.exam.bank.slice(0, 3), draw: 3 },
    })),
  };
}
