import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { vendorClient } from "../../cli/vendor-client.ts";
import { fillDisk, smallDisk } from "../small-disk.ts";
import { failedStart, startProcess } from "./server-process.ts";

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
  fillDisk(join(disk, "ballast"));
  const refused = await vendor.send("msg_full", body);
  expect(refused.status).toBe(500);
  expect(refused.headers.get("content-type")).toContain("application/problem+json");

  rmSync(join(disk, "ballast"));
  const { onboardingId } = await vendor.start("msg_full", body);
  await expect.poll(async () => (await vendor.mails(onboardingId)).length).toBe(1);
  const { code, stderr } = await server.stop();
  expect(stderr).toMatch(/webhooks: .*the disk is full/);
  expect(code).toBe(0);
});
