import { setTimeout as pause } from "node:timers/promises";
import type { Program } from "../domain/program.ts";
import {
  expectPage,
  formTo,
  linksIn,
  registerDeal,
  RobotFault,
  signAgreement,
  sitExam,
  takeTraining,
  visit,
} from "./partner-robot.ts";
import type { MailLink } from "./partner-robot.ts";
import type { VendorClient } from "./vendor-client.ts";
import { webClient } from "./web-client.ts";
import type { WebClient } from "./web-client.ts";

export interface Drive {
  readonly baseUrl: string;
  readonly vendor: VendorClient;
  readonly program: Program;
  readonly id: string;
  /** Mails with the links of a stage; those in the built-in inbox unless told. */
  readonly mails?: (stage: string) => Promise<readonly { readonly text: string }[]>;
  /** A signed-in console, asked for when the vendor has to decide. `null`: somebody decides by hand. */
  readonly console: (() => Promise<WebClient>) | null;
  readonly say: (line: string) => void;
  /** Called before each step, so that a test can break off there. */
  readonly beforeStep?: (stage: string) => Promise<void>;
  /** Called with what a page refused. Some of it mends itself, because the work behind the pages takes a moment. */
  readonly onRefusal?: (fault: RobotFault) => void;
  /** How long a stage may take; 30 s unless told. */
  readonly patienceMs?: number;
  /** Between two looks; 100 ms unless told. */
  readonly pauseMs?: number;
}

const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;
const DAY = 86_400_000;

/** Signs in with a one-time link. */
export async function signIn(baseUrl: string, consoleUrl: string): Promise<WebClient> {
  const client = webClient(baseUrl);
  expectPage(await client.post("/console/sign-in", { secret: new URL(consoleUrl).hash.slice(1) }));
  return client;
}

/** The newest link of each person in this stage. */
async function stageLinks({ vendor, id, mails }: Drive, stage: string): Promise<readonly MailLink[]> {
  const links = new Map<string, MailLink>();
  for (const { text } of await (mails ? mails(stage) : vendor.mails(id))) {
    for (const link of linksIn(text)) {
      if (link.stage === stage && link.path.includes(id) && !links.has(link.contact))
        links.set(link.contact, link);
    }
  }
  return [...links.values()];
}

async function contract({ baseUrl, say }: Drive, link: MailLink): Promise<void> {
  const visited = { ...(await visit(baseUrl, link)), link };
  expectPage(await signAgreement(visited, "Sabine Vogt"));
  say(`  ${link.contact} read and signed the agreement`);
}

async function training({ baseUrl, program, say }: Drive, link: MailLink): Promise<void> {
  const visited = { ...(await visit(baseUrl, link)), link };
  const modules = await takeTraining(visited, program);
  if (modules.length > 0) say(`  ${link.contact} took ${modules.length} modules`);
}

async function certification({ baseUrl, program, say }: Drive, link: MailLink): Promise<void> {
  const visited = { ...(await visit(baseUrl, link)), link };
  const exams = new Set(visited.page.body.match(/\/exam\/[a-z0-9_-]+/g));
  for (const path of exams) {
    const track = path.slice("/exam/".length);
    expectPage(await sitExam(visited, { track, program }));
    say(`  ${link.contact} sat the exam "${track}"`);
  }
}

async function firstDeal(drive: Drive, link: MailLink): Promise<void> {
  const { baseUrl, id, say, console } = drive;
  const visited = { ...(await visit(baseUrl, link)), link };
  if (/deal\/new|\/deal"/.test(visited.page.body)) {
    const suffix = id.slice(-6);
    expectPage(
      await registerDeal(visited, {
        customerName: `Stahlbau Weber ${suffix}`,
        customerDomain: `stahlbau-${suffix}.example`,
        value: "48000",
        targetCloseDate: new Date(Date.now() + 60 * DAY).toISOString().slice(0, 10),
      }),
    );
    say(`  ${link.contact} registered the first joint deal`);
    if (!console) say(`  now look at it and approve it: ${baseUrl}/console/runs/${id}`);
  }
  if (console) await approve(drive, await console());
}

/** The vendor looks at the registration and approves it. */
async function approve({ id, say }: Drive, client: WebClient): Promise<void> {
  const path = `/console/runs/${id}`;
  const page = expectPage(await client.post(`${path}/view_deal`, {}));
  const form = formTo(page, /\/review_deal$/);
  expectPage(await client.submit(page, form, { decision: "approve", note: "Known customer, clear need." }));
  say("  the vendor looked at the deal and approved it");
}

const STEPS: Readonly<Record<string, (drive: Drive, link: MailLink) => Promise<void>>> = {
  contract,
  training,
  certification,
  first_deal: firstDeal,
};

/** What was done already has no form any more: the next look at the onboarding shows it. */
async function tryStep(drive: Drive, stage: string, link: MailLink): Promise<void> {
  try {
    await STEPS[stage]?.(drive, link);
  } catch (fault) {
    if (!(fault instanceof RobotFault)) throw fault;
    drive.onRefusal?.(fault);
  }
}

async function workOn(drive: Drive, stage: string): Promise<void> {
  await drive.beforeStep?.(stage);
  for (const link of await stageLinks(drive, stage)) await tryStep(drive, stage, link);
}

/** Plays partner and vendor until the onboarding is completed. Goes on from wherever it stands. */
export async function driveOnboarding(drive: Drive): Promise<void> {
  const { patienceMs = PATIENCE_MS, pauseMs = PAUSE_MS } = drive;
  let stage: string | null = "";
  let since = Date.now();
  for (;;) {
    const now = await drive.vendor.onboarding(drive.id);
    if (now.status === "completed") return;
    if (now.stage !== stage) {
      stage = now.stage;
      since = Date.now();
      drive.say(`stage ${stage ?? "done"}`);
    }
    if (Date.now() - since > patienceMs) {
      throw new Error(`${drive.id} stays in stage ${stage ?? "done"}, status ${now.status}`);
    }
    if (stage) await workOn(drive, stage);
    await pause(pauseMs);
  }
}
