import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { freePort } from "../free-port.ts";
import { announcement } from "../announcement.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { run, startProcess } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const verify = (dataDir: string) =>
  run([process.execPath, path("../../cli/verify.ts")], { DATA_DIR: dataDir });

/** After what has been done the power goes. */
const ENDS = [/signed the agreement/, /c2 took/, /c1 took/, /c2 sat/, /c1 sat/, /registered/, /approved/];

test("killed after each step of an onboarding, it comes back and finishes, and nothing is mailed twice", async () => {
  const dataDir = temporaryFolder();
  const env = { PORT: String(await freePort()) };
  const program = await readProgramFolder(path("../../programs/reseller"));
  if (!program.ok) throw new Error(program.error.join("\n"));
  const webhook = ["msg_killed", announcement("CRM-killed")] as const;
  let server = await startProcess(dataDir, env);
  const vendor = vendorClient(server.credentials);
  const { onboardingId: id } = await vendor.start(...webhook);
  await server.kill();
  server = await startProcess(dataDir, env);
  expect(await vendor.start(...webhook)).toMatchObject({ onboardingId: id });

  const left = [...ENDS];
  const drive = (killed: { at: string | null }) =>
    driveOnboarding({
      baseUrl: server.credentials.baseUrl,
      vendor,
      program: program.value,
      id,
      console: () => signIn(server.credentials.baseUrl, server.credentials.consoleUrl),
      say(line) {
        const at = left.findIndex((end) => end.test(line));
        if (at < 0) return;
        left.splice(at, 1);
        killed.at = line;
        void server.kill();
      },
    });
  for (let starts = 0; ; starts++) {
    expect(starts).toBeLessThanOrEqual(ENDS.length);
    const killed: { at: string | null } = { at: null };
    const broken = await drive(killed).then(
      () => null,
      (fault: unknown) => fault,
    );
    if (killed.at === null) {
      if (broken !== null) throw broken;
      break;
    }
    await server.kill();
    server = await startProcess(dataDir, env);
  }
  expect(left).toEqual([]);

  await expect.poll(async () => (await vendor.mails(id)).length).toBe(10);
  const sent = (await vendor.mails(id)).map(({ to, subject }) => `${to} ${subject}`);
  expect(new Set(sent).size).toBe(10);
  await server.stop();
  const { code, stdout } = await verify(dataDir);
  expect(stdout).toContain("1 logs checked, 0 broken");
  expect(code).toBe(0);
}, 90_000);

test("killed while webhooks come in, it has lost none that was accepted and started none twice", async () => {
  const dataDir = temporaryFolder();
  const env = { PORT: String(await freePort()) };
  const webhooks = Array.from({ length: 12 }, () => {
    const partner = randomUUID();
    return [`msg_${partner}`, announcement(partner)] as const;
  });
  let server: ServerProcess = await startProcess(dataDir, env);
  const vendor = vendorClient(server.credentials);
  const answers = webhooks.map(async (webhook) => {
    try {
      const response = await vendor.send(...webhook);
      const text = await response.text();
      if (response.status === 202) void server.kill();
      return text;
    } catch {
      return null;
    }
  });
  const before = await Promise.all(answers);
  expect(before.some((answer) => answer !== null)).toBe(true);
  await server.kill();

  server = await startProcess(dataDir, env);
  const after = await Promise.all(
    webhooks.map(async (webhook) => {
      const response = await vendor.send(...webhook);
      expect(response.status).toBe(202);
      return response.text();
    }),
  );
  expect(after.map((answer, index) => (before[index] === null ? null : answer))).toEqual(before);
  const ids = after.map((text): string => JSON.parse(text).onboardingId);
  expect(new Set(ids).size).toBe(webhooks.length);
  const subjects = async () =>
    (await Promise.all(ids.map((id) => vendor.mails(id)))).map((mails) => mails.length);
  await expect.poll(subjects).toEqual(ids.map(() => 1));
  await server.stop();
  expect((await verify(dataDir)).stdout).toContain("12 logs checked, 0 broken");
}, 60_000);
