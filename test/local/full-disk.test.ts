import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { vendorClient } from "../../cli/vendor-client.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { failedStart, startProcess } from "./server-process.ts";

/** A disk of its own; the test is skipped where this user may not mount one. */
function smallDisk(size: string, skip: (why: string) => never): string {
  const disk = temporaryFolder();
  try {
    execFileSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk], { stdio: "ignore" });
  } catch {
    skip("a small disk cannot be mounted by this user");
  }
  onTestFinished(() => void execFileSync("/bin/umount", ["--lazy", disk]));
  return disk;
}

function fill(file: string): void {
  for (const size of [65_536, 4096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: "a" });
    } catch {
      // Full, as far as pieces of this size go.
    }
  }
}

test("on a full disk the server does not start, and says why", async ({ skip }) => {
  const disk = smallDisk("400k", skip);
  const { code, stderr } = await failedStart({ DATA_DIR: join(disk, "data") });
  expect(stderr).toMatch(/^Cannot start: .*the disk is full.*Free some space/m);
  expect(code).toBe(1);
});

test("when the disk fills up nothing is accepted that is not kept; with room again all goes on", async ({
  skip,
}) => {
  const disk = smallDisk("8m", skip);
  const server = await startProcess(join(disk, "data"));
  const vendor = vendorClient(server.credentials);
  const body = readFileSync(new URL("../../cli/sample-partner.json", import.meta.url), "utf8");
  fill(join(disk, "ballast"));
  const refused = await vendor.send("msg_full", body);
  expect(refused.status).toBe(500);
  expect(refused.headers.get("content-type")).toContain("application/problem+json");

  rmSync(join(disk, "ballast"));
  const { onboardingId } = await vendor.start("msg_full", body);
  await expect.poll(async () => (await vendor.mails(onboardingId)).length, { timeout: 20_000 }).toBe(1);
  const { code, stderr } = await server.stop();
  expect(stderr).toMatch(/webhooks: .*the disk is full/);
  expect(code).toBe(0);
});
