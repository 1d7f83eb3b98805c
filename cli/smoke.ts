import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Program } from "../domain/program.ts";
import { driveOnboarding, signIn } from "./drive-onboarding.ts";
import { readProgramFolder } from "./read-program-folder.ts";
import {
  checkFaces,
  checkFinished,
  checkForged,
  checkKey,
  checkProgram,
  hasInbox,
  SmokeFault,
} from "./smoke-checks.ts";
import { mailsByCommand, pastedMails } from "./smoke-mails.ts";
import type { Mails } from "./smoke-mails.ts";
import { smokeOrder } from "./smoke-order.ts";
import type { SmokeOrder } from "./smoke-order.ts";
import { vendorClient } from "./vendor-client.ts";
import type { WebClient } from "./web-client.ts";

const USAGE = `npm run smoke -- --url https://…
Takes a partner from the webhook to the first joint deal at that address, through its public surface only, and prints
each step. Exit code 0 when it got there.

  VENDOR_ID, WEBHOOK_SECRET, API_KEY   of a vendor there (or --vendor, --webhook-secret, --api-key); not needed for the
                                       server that runs on DATA_DIR (./data unless set)
  --to MAIL              who plays the partner: gets the mails, needed wherever mails are really sent
  --mail-command 'CMD'   prints MAIL's newest mails; run until they hold the link. It is told ONBOARDING and STAGE.
                         Without it, and without the built-in inbox, you are asked to paste each link
  --console-link LINK    one-time link into the console (one machine); without it you approve the deal by hand
  --program FOLDER       the program as it was published there (programs/reseller)
  --patience MINUTES     how long a stage may take (3; 30 where you have a part in it)

It leaves a completed onboarding of "Smoke test …" behind.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const MINUTE = 60_000;

const SAMPLE = fileURLToPath(new URL("sample-partner.json", import.meta.url));
const sample = z.looseObject({
  data: z.looseObject({
    partner: z.looseObject({}),
    contacts: z.array(z.looseObject({})).min(1),
    partnerManager: z.looseObject({}),
  }),
});

/** Where mails are really sent one person plays them all. */
async function bodyFor(program: Program, { to }: SmokeOrder, name: string): Promise<string> {
  const { data, ...rest } = sample.parse(JSON.parse(await readFile(SAMPLE, "utf8")));
  const roles = ["primary", "signatory", "sales", "technical"];
  const people =
    to === null
      ? {}
      : {
          contacts: [{ ...data.contacts[0], email: to, roles }],
          partnerManager: { ...data.partnerManager, email: to },
        };
  return JSON.stringify({
    ...rest,
    timestamp: new Date().toISOString(),
    data: {
      ...data,
      ...people,
      externalPartnerId: `SMOKE-${name}`,
      program: program.id,
      partner: { ...data.partner, legalName: `Smoke test ${name}` },
    },
  });
}

interface Post {
  /** `undefined`: the built-in inbox. */
  readonly mails: Mails | undefined;
  readonly byHand: boolean;
  close(): void;
}

const nothing = (): void => {};

/** How the partner's mails are got at. */
async function postFor({ keys, to, mailCommand }: SmokeOrder, id: string): Promise<Post> {
  if (mailCommand !== null) return { mails: mailsByCommand(mailCommand, id), byHand: false, close: nothing };
  if (await hasInbox(keys)) return { mails: undefined, byHand: false, close: nothing };
  const mails = pastedMails(process.stdin, { id, to: to ?? "the partner", say });
  return { mails, byHand: true, close: mails.close };
}

/** Says once what a page goes on refusing; the first time it may only have been early. */
function persistent(): (fault: Error) => void {
  const seen = new Map<string, number>();
  return ({ message }) => {
    const times = (seen.get(message) ?? 0) + 1;
    seen.set(message, times);
    if (times === 2) say(`  not yet: ${message}`);
  };
}

interface Scene {
  readonly program: Program;
  readonly id: string;
  readonly desk: WebClient | null;
}

async function drive(order: SmokeOrder, { program, id, desk }: Scene): Promise<void> {
  const { keys } = order;
  const post = await postFor(order, id);
  const slow = post.byHand || desk === null;
  try {
    await driveOnboarding({
      baseUrl: keys.baseUrl,
      vendor: vendorClient(keys),
      program,
      id,
      ...(post.mails && { mails: post.mails }),
      console: desk && (async () => desk),
      say,
      onRefusal: persistent(),
      patienceMs: order.patienceMs ?? (slow ? 30 * MINUTE : 3 * MINUTE),
      pauseMs: post.mails ? 2000 : 200,
    });
  } finally {
    post.close();
  }
}

/** The sample's people get no mail: they must not be written to by a real one. */
async function requireReader({ keys, to }: SmokeOrder): Promise<void> {
  if (to !== null || (await hasInbox(keys))) return;
  throw new SmokeFault("Mails are really sent there: say with --to who plays the partner and gets them.");
}

/** First of all, because a link lets in once and not for long. */
async function openDesk({ keys, consoleLink }: SmokeOrder): Promise<WebClient | null> {
  if (!consoleLink) return null;
  const desk = await signIn(keys.baseUrl, await consoleLink());
  say("signed in to the console");
  return desk;
}

async function smoke(order: SmokeOrder): Promise<void> {
  const startedAt = Date.now();
  const program = await readProgramFolder(order.program);
  if (!program.ok) throw new SmokeFault(program.error.join("\n"));
  const { keys } = order;
  say(`smoke test of ${keys.baseUrl}`);
  await checkFaces(keys.baseUrl, say);
  await checkForged(keys, say);
  await checkKey(keys, say);
  await requireReader(order);
  const desk = await openDesk(order);

  const name = startedAt.toString(36);
  const body = await bodyFor(program.value, order, name);
  const vendor = vendorClient(keys);
  const { onboardingId: id } = await vendor.start(`smoke_${name}`, body);
  const again = await vendor.start(`smoke_${name}`, body);
  if (again.onboardingId !== id) throw new SmokeFault(`the same webhook again began ${again.onboardingId}`);
  say(`webhook smoke_${name} accepted, twice with the same answer: onboarding ${id}`);
  await checkProgram(keys, id, program.value);
  await drive(order, { program: program.value, id, desk });
  await checkFinished(keys, id, say);
  say(`passed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s: ${keys.baseUrl}/console/runs/${id}`);
}

/** `fetch` hides why it failed. */
function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const { message, cause } = fault;
  return cause instanceof Error ? `${message} (${cause.message || cause.name})` : message;
}

try {
  const order = await smokeOrder(process.argv.slice(2));
  if (order) await smoke(order);
  else say(USAGE);
} catch (fault) {
  process.stderr.write(`The smoke test failed: ${reasonOf(fault)}\n`);
  process.exitCode = 1;
}
