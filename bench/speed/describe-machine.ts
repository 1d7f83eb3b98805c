import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Of the disk that was measured. */
  readonly fileSystem: string;
  readonly system: string;
  readonly node: string;
}

/** The mount that holds the folder: the longest of those it lies under. */
export function mountOf(folder: string, mounts: string): string | null {
  const found = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, at = ""]) => at !== "" && `${folder}/`.startsWith(at.endsWith("/") ? at : `${at}/`))
    .toSorted(([, a = ""], [, b = ""]) => b.length - a.length)
    .at(0);
  return found ? `${found[2]} on ${found[0]}` : null;
}

function readMounts(): string {
  try {
    return readFileSync("/proc/mounts", "utf8");
  } catch {
    return "";
  }
}

export function describeMachine(folder: string): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    fileSystem: mountOf(folder, readMounts()) ?? "unknown",
    system: `${type()} ${release()}`,
    node: process.version,
  };
}
