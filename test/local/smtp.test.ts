import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { mailReceiver } from "../mail-receiver.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startProcess } from "./server-process.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

test("with a mail server every mail goes out once, and there is no inbox", async () => {
  const receiver = await mailReceiver();
  const server = await startProcess(temporaryFolder(), { SMTP_URL: receiver.url });
  const { baseUrl, apiKey, consoleUrl } = server.credentials;
  for (const page of ["/inbox", "/inbox/messages"]) {
    const answer = await fetch(baseUrl + page, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(answer.status).toBe(404);
  }
  const program = await readProgramFolder(path("../../programs/reseller"));
  if (!program.ok) throw new Error(program.error.join("\n"));
  const vendor = vendorClient(server.credentials);
  const body = readFileSync(path("../../cli/sample-partner.json"), "utf8");
  const { onboardingId: id } = await vendor.start("msg_smtp", body);
  await driveOnboarding({
    baseUrl,
    vendor: {
      ...vendor,
      mails: async () =>
        receiver.received.toReversed().map((mail, index) => ({ ...mail, id: String(index) })),
    },
    program: program.value,
    id,
    console: () => signIn(baseUrl, consoleUrl),
    say: () => {},
  });
  await expect.poll(() => receiver.received.length).toBe(10);
  await server.stop();
  const kinds = receiver.received.map(({ to, headers }) => `${to} ${headers["x-onboarding-mail"]}`);
  expect(new Set(kinds).size).toBe(10);
  expect(new Set(receiver.received.map(({ headers }) => headers["message-id"])).size).toBe(10);
  for (const { headers } of receiver.received) {
    expect(headers["from"]).toContain("partner@klarwerk.example");
    expect(headers["reply-to"]).toMatch(/@vendor\.example|@klarwerk\.example/);
  }
}, 60_000);
