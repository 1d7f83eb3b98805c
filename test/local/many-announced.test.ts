import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startProcess } from "./server-process.ts";

const MANY = 80;
const sample: { data: object } = JSON.parse(
  await readFile(new URL("../../cli/sample-partner.json", import.meta.url), "utf8"),
);
const program = await readProgramFolder(new URL("../../programs/reseller", import.meta.url).pathname);

const announcement = (externalPartnerId: string): string =>
  JSON.stringify({
    ...sample,
    timestamp: new Date().toISOString(),
    data: { ...sample.data, externalPartnerId },
  });

test("a partner who acts waits for none of those who were announced by the dozen", async () => {
  if (!program.ok) throw new Error(program.error.join("\n"));
  const server = await startProcess(temporaryFolder());
  const { baseUrl, consoleUrl } = server.credentials;
  const vendor = vendorClient(server.credentials);
  const { onboardingId: id } = await vendor.start("msg_first", announcement("first"));
  await expect.poll(() => vendor.mails(id), { timeout: 15_000 }).toHaveLength(1);

  const announced = await Promise.all(
    Array.from({ length: MANY }, (_, n) => vendor.start(`msg_${n}`, announcement(`partner-${n}`))),
  );
  const desk = await signIn(baseUrl, consoleUrl);
  await driveOnboarding({
    baseUrl,
    vendor,
    program: program.value,
    id,
    console: async () => desk,
    say: () => {},
  });
  const mails = await Promise.all(announced.map(({ onboardingId }) => vendor.mails(onboardingId)));
  expect(mails.filter((some) => some.length === 0).length).toBeGreaterThan(MANY / 4);
  await server.kill();
}, 60_000);
