import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod";
import { dataDir } from "./data-dir.ts";
import { driveOnboarding, signIn } from "./drive-onboarding.ts";
import { newConsoleLink } from "./new-console-link.ts";
import { readProgramFolder } from "./read-program-folder.ts";
import { serverAtHand } from "./running-server.ts";
import { vendorClient } from "./vendor-client.ts";

const USAGE = `npm run demo [-- --resume]
Drives a whole onboarding through webhook, inbox and pages, on the server that runs on DATA_DIR (./data unless set)
or on one of its own. --resume goes on with the last one that was broken off.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const planSchema = z.object({ webhookId: z.string(), body: z.string() });
type Plan = z.infer<typeof planSchema>;

const HERE = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What is sent, kept so that `--resume` sends the same again and gets the same answer. */
async function planIn(folder: string, resume: boolean): Promise<Plan> {
  const file = join(folder, "demo.json");
  if (resume) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text === null) throw new Error(`there is no demo to resume in ${folder}; run it without --resume`);
    return planSchema.parse(JSON.parse(text));
  }
  const name = Date.now().toString(36);
  const sample: { data: object } = JSON.parse(await readFile(HERE("sample-partner.json"), "utf8"));
  const body = JSON.stringify({
    ...sample,
    timestamp: new Date().toISOString(),
    data: { ...sample.data, externalPartnerId: `DEMO-${name}` },
  });
  const plan = { webhookId: `demo_${name}`, body };
  await writeFile(file, JSON.stringify(plan), { mode: 0o600 });
  return plan;
}

async function demo(folder: string, resume: boolean): Promise<void> {
  const startedAt = Date.now();
  const program = await readProgramFolder(HERE("../programs/reseller"));
  if (!program.ok) throw new Error(program.error.join("\n"));
  const server = await serverAtHand(folder);
  try {
    const { baseUrl } = server.credentials;
    say(`server ${baseUrl}${server.own ? " (started for this demo)" : ""}`);
    const plan = await planIn(folder, resume);
    const vendor = vendorClient(server.credentials);
    const { onboardingId: id } = await vendor.start(plan.webhookId, plan.body);
    say(`webhook ${plan.webhookId} accepted: onboarding ${id}`);
    await driveOnboarding({
      baseUrl,
      vendor,
      program: program.value,
      id,
      console: async () => signIn(baseUrl, await newConsoleLink(folder, baseUrl)),
      say,
    });
    for (const mail of (await vendor.mails(id)).toReversed()) say(`mail to ${mail.to}: ${mail.subject}`);
    say(`onboarded in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    if (server.own)
      say(`The server of this demo stops now. Start it with ${server.own.startAgain}, sign in, and look at:`);
    say(`${baseUrl}/console/runs/${id}`);
  } finally {
    await server.stop();
  }
}

const { values } = parseArgs({
  options: { resume: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
});
if (values.help) say(USAGE);
else {
  try {
    await demo(dataDir(), values.resume);
  } catch (fault) {
    process.stderr.write(`The demo broke off: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exitCode = 1;
  }
}
