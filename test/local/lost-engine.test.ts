import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linksIn, signAgreement, visit } from "../../cli/partner-robot.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { instant } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const SAMPLE = new URL("../../cli/sample-partner.json", import.meta.url);
const MINUTE = 60_000;

const vendorOf = ({ credentials }: RunningServer) => {
  if (!credentials) throw new Error("no credentials");
  return vendorClient(credentials);
};

test("when the workflow's database is lost, open onboardings go on in new executions", async () => {
  const folder = temporaryFolder();
  const faults: string[] = [];
  let ahead = 0;
  const open = (): Promise<RunningServer> =>
    startServer({
      config: readConfig({ PORT: "0", DATA_DIR: folder }),
      clock: () => instant(Date.now() + ahead),
      onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
    });
  const before = await open();
  const { onboardingId: id } = await vendorOf(before).start("w1", await readFile(SAMPLE, "utf8"));
  await expect.poll(() => vendorOf(before).mails(id)).toHaveLength(1);
  await before.close();
  for (const name of ["engine.db", "engine.db-wal", "engine.db-shm"]) {
    await rm(join(folder, name), { force: true });
  }

  const server = await open();
  const [mail] = await vendorOf(server).mails(id);
  const [link] = linksIn(mail?.text ?? "");
  if (!link) throw new Error("no link");
  await signAgreement({ ...(await visit(server.baseUrl, link)), link }, "Sabine Vogt");
  await server.core.queue.idle();
  ahead = 3 * MINUTE;
  await server.core.tick();
  await expect
    .poll(async () => (await vendorOf(server).mails(id)).map(({ subject }) => subject))
    .toContain("Your training with Klarwerk AI is open");
  await server.close();
  expect(faults).toEqual([]);
}, 60_000);
