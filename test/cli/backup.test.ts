import { stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import type { VendorClient } from "../../cli/vendor-client.ts";
import { instant } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import { startProcess } from "../local/server-process.ts";
import { announcement } from "../announcement.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runCli } from "./run-cli.ts";

const MINUTE = 60_000;

const program = await readProgramFolder(new URL("../../programs/reseller", import.meta.url).pathname);

/** The server on a restored folder, whose workflow begins anew: time goes on so that `tick` looks after it. */
async function restored(dataDir: string) {
  let ahead = 0;
  const faults: string[] = [];
  const server = await startServer({
    config: readConfig({ PORT: "0", DATA_DIR: dataDir }),
    clock: () => instant(Date.now() + ahead),
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
  });
  const { core, baseUrl, credentials } = server;
  if (!credentials || !program.ok) throw new Error("no credentials, or no program");
  const vendor = vendorClient(credentials);
  return {
    vendor,
    faults,
    close: () => server.close(),
    finish: (id: string) =>
      driveOnboarding({
        baseUrl,
        vendor,
        program: program.value,
        id,
        console: async () => signIn(baseUrl, `${baseUrl}/console/sign-in#${await core.localLinks.issue()}`),
        say: () => {},
        async beforeStep() {
          await core.queue.idle();
          ahead += 3 * MINUTE;
          await core.tick();
        },
      }),
  };
}

const subjects = async (vendor: VendorClient, id: string): Promise<readonly string[]> =>
  (await vendor.mails(id)).map(({ to, subject }) => `${to} ${subject}`).toSorted();

test("a backup made under load is restored whole, and every onboarding in it comes to its end", async () => {
  const [dataDir, parent] = [temporaryFolder(), temporaryFolder()];
  const [target, other] = [join(parent, "backup"), join(parent, "restored")];
  const server = await startProcess(dataDir);
  const { baseUrl, consoleUrl } = server.credentials;
  const vendor = vendorClient(server.credentials);
  if (!program.ok) throw new Error(program.error.join("\n"));
  const first = announcement("done");
  const accepted = await Promise.all([
    vendor.start("msg_done", first),
    ...["waiting", "new"].map((name) => vendor.start(`msg_${name}`, announcement(name))),
  ]);
  const [done = "", waiting = "", fresh = ""] = accepted.map(({ onboardingId }) => onboardingId);
  const desk = await signIn(baseUrl, consoleUrl);
  await driveOnboarding({
    baseUrl,
    vendor,
    program: program.value,
    id: done,
    console: async () => desk,
    say: () => {},
  });
  await expect.poll(() => subjects(vendor, done)).toHaveLength(10);
  await expect.poll(() => subjects(vendor, waiting)).toHaveLength(1);
  const sent = await subjects(vendor, done);

  const stop = new AbortController();
  const load = [1, 2, 3].map(async (lane) => {
    // A write every few milliseconds: each also makes an agreement, for which the restored one would have to wait.
    for (let n = 0; !stop.signal.aborted; n++) {
      await vendor.start(`msg_${lane}_${n}`, announcement(`load-${lane}-${n}`));
      await pause(30);
    }
  });
  const made = await runCli("backup", [target], dataDir);
  stop.abort();
  await Promise.all(load);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toMatch(/^\d+ logs checked, 0 broken\n/);
  for (const name of [
    "secrets.json",
    "anchors.jsonl",
    "credentials.json",
    "onboarding.db",
    "machine.db",
    "backup.json",
  ])
    expect((await stat(join(target, name))).mode & 0o777).toBe(0o600);
  await server.kill();

  const put = await runCli("restore", [target], other);
  expect(put).toMatchObject({ code: 0, err: "" });
  const again = await restored(other);
  expect(await again.vendor.start("msg_done", first)).toMatchObject({ onboardingId: done });
  expect(await again.vendor.onboarding(done)).toMatchObject({ status: "completed" });
  expect(await subjects(again.vendor, done)).toEqual(sent);
  for (const id of [waiting, fresh]) {
    await again.finish(id);
    expect(await again.vendor.onboarding(id)).toMatchObject({ status: "completed" });
    const all = await subjects(again.vendor, id);
    expect(new Set(all).size).toBe(all.length);
  }
  expect(await subjects(again.vendor, done)).toEqual(sent);
  await again.close();
  expect(again.faults).toEqual([]);
  expect((await runCli("verify", [], other)).out).toMatch(/ logs checked, 0 broken\n$/);
}, 120_000);

describe("the commands", () => {
  test("say how they are used", async () => {
    for (const name of ["backup", "restore"]) {
      const { code, out, err } = await runCli(name, [], temporaryFolder());
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(`npm run ${name} -- `);
    }
  });

  test("say in a line what went wrong", async () => {
    const empty = temporaryFolder();
    expect(await runCli("backup", [join(empty, "b")], empty)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^No backup was made: .* holds no whole installation/),
    });
    expect(await runCli("restore", [empty], join(empty, "d"))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Nothing was restored: .* holds no backup/),
    });
  });
});

test("a log that was broken before is told, and the backup is there all the same", async () => {
  const dataDir = temporaryFolder();
  const server = await startProcess(dataDir);
  const { onboardingId } = await vendorClient(server.credentials).start("msg_1", announcement("one"));
  await server.stop();
  const database = new DatabaseSync(join(dataDir, "onboarding.db"));
  database.exec("UPDATE log SET hash = 'forged' WHERE place = (SELECT min(place) FROM log)");
  database.close();
  const target = join(temporaryFolder(), "b");
  const { code, out } = await runCli("backup", [target], dataDir);
  expect(code).toBe(1);
  expect(out).toContain(`${onboardingId}: commit 1 was changed`);
  expect((await stat(join(target, "backup.json"))).isFile()).toBe(true);
});
