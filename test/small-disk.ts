import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

/** A disk of its own; the test is skipped where this user may not mount one. */
export function smallDisk(size: string, skip: (why: string) => never): string {
  const disk = temporaryFolder();
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk], { stdio: "ignore" });
  } catch {
    skip("a small disk cannot be mounted by this user");
  }
  onTestFinished(() => void execFileSync("/bin/umount", ["--lazy", disk]));
  return disk;
}

export function fillDisk(file: string): void {
  for (const size of [65_536, 4096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: "a" });
    } catch {
      // Full, as far as pieces of this size go.
    }
  }
}
