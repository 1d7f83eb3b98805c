import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { signWebhook } from "../../adapters/standard-webhooks.ts";
import { expectPage, formTo, linksIn } from "../../cli/partner-robot.ts";
import type { MailLink } from "../../cli/partner-robot.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { unescapeHtml, webClient } from "../../cli/web-client.ts";
import type { FormValues, PageView, WebClient } from "../../cli/web-client.ts";
import type { MailKind } from "../../domain/effect.ts";
import type { Program, Stage } from "../../domain/program.ts";
import { Accepted, EventList, OnboardingDetail } from "../../functions/vendor-api/answers.ts";
import { DAY, until } from "./harness.ts";
import type { SentMail, VendorAccess, World } from "./harness.ts";

const SAMPLE: { data: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL("../../cli/sample-partner.json", import.meta.url), "utf8"),
);

export const SABINE = "sabine.vogt@heizwerk.example";
export const TOM = "tom.baker@heizwerk.example";
export const INES = "ines.albers@vendor.example";

/** Two people: Sabine Vogt signs and sells, Tom Baker looks after the technology. */
export const CONTACTS = [
  { name: "Sabine Vogt", email: SABINE, locale: "de", roles: ["primary", "signatory", "sales"] },
  { name: "Tom Baker", email: TOM, locale: "en", roles: ["technical"] },
] as const;

/** The mails of an onboarding in which everybody does everything at once. */
export const ALL_MAILS = [
  [SABINE, "contract_step"],
  [SABINE, "training_step"],
  [TOM, "training_step"],
  [SABINE, "certification_step"],
  [TOM, "certification_step"],
  [SABINE, "certificate_issued"],
  [TOM, "certificate_issued"],
  [SABINE, "first_deal_step"],
  [INES, "deal_review_request"],
  [SABINE, "onboarding_completed"],
].map(([to, kind]) => `${to} ${kind}`);

/** One onboarding of a story. */
export interface Run {
  readonly world: World;
  readonly id: string;
}

/** The sample program's content: a partner who knows the answers. */
export async function sampleProgram(): Promise<Program> {
  const read = await readProgramFolder(fileURLToPath(new URL("../../programs/reseller", import.meta.url)));
  if (!read.ok) throw new Error(read.error.join("\n"));
  return read.value;
}

/** The body of a webhook that announces a partner of its own, unless `data` says which. */
export function announcement(world: World, data: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    type: "partner.approved",
    timestamp: new Date(world.now()).toISOString(),
    data: { ...SAMPLE.data, externalPartnerId: `CRM-${randomUUID()}`, ...data },
  });
}

interface Webhook {
  readonly webhookId?: string;
  readonly body: string;
  readonly vendor?: VendorAccess;
}

/** Sends a signed webhook as a vendor's CRM would. */
export function sendWebhook(
  world: World,
  { webhookId = `msg_${randomUUID()}`, body, vendor = world.vendor }: Webhook,
): Promise<Response> {
  const timestamp = Math.floor(world.now() / 1000);
  const signature = signWebhook([vendor.webhookSecret], webhookId, { timestamp, body });
  return fetch(`${world.baseUrl}/webhooks/${vendor.vendorId}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": webhookId,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature,
    },
    body,
  });
}

export async function accepted(response: Response): Promise<z.infer<typeof Accepted>> {
  const text = await response.text();
  if (response.status !== 202) throw new Error(`the webhook was answered ${response.status}: ${text}`);
  return Accepted.parse(JSON.parse(text));
}

/** A partner is approved: its onboarding begins. */
export async function begin(world: World, data: Readonly<Record<string, unknown>> = {}): Promise<Run> {
  const { onboardingId } = await accepted(await sendWebhook(world, { body: announcement(world, data) }));
  return { world, id: onboardingId };
}

export const ask = (world: World, path: string, apiKey = world.vendor.apiKey): Promise<Response> =>
  fetch(world.baseUrl + path, { headers: { authorization: `Bearer ${apiKey}` } });

async function json(world: World, path: string): Promise<unknown> {
  const response = await ask(world, path);
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

export const look = async ({ world, id }: Run): Promise<z.infer<typeof OnboardingDetail>> =>
  OnboardingDetail.parse(await json(world, `/api/onboardings/${id}`));

export type EventView = z.infer<typeof EventList>["items"][number];

/** The whole log as the vendor's API tells it. */
export async function log({ world, id }: Run): Promise<readonly EventView[]> {
  const events: EventView[] = [];
  for (let cursor = ""; ;) {
    const page = EventList.parse(
      await json(world, `/api/onboardings/${id}/events?limit=100${cursor && `&cursor=${cursor}`}`),
    );
    events.push(...page.items);
    if (page.next === null) return events;
    cursor = page.next;
  }
}

export const happened = async (run: Run, type: string): Promise<readonly EventView[]> =>
  (await log(run)).filter((event) => event.type === type);

/** Waits until the log tells of it. */
export const sees = (run: Run, type: string, times = 1): Promise<EventView> =>
  until(`${run.id}: ${type}`, async () => (await happened(run, type))[times - 1]);

type Detail = z.infer<typeof OnboardingDetail>;

/** Waits until it stands there. */
export const standsAt = (run: Run, wanted: Partial<Pick<Detail, "status" | "stage">>): Promise<Detail> =>
  until(`${run.id}: ${JSON.stringify(wanted)}`, async () => {
    const now = await look(run);
    const fits =
      (wanted.status ?? now.status) === now.status &&
      (wanted.stage === undefined ? now.stage : wanted.stage) === now.stage;
    return fits && now;
  });

export type Mail = SentMail & { readonly kind: string };

/** What was mailed about it so far, oldest first. */
export async function mails({ world, id }: Run, kind?: MailKind): Promise<readonly Mail[]> {
  return (await world.mails())
    .filter(({ text }) => text.includes(id))
    .map((mail) => ({ ...mail, kind: mail.headers["X-Onboarding-Mail"] ?? "" }))
    .filter((mail) => kind === undefined || mail.kind === kind);
}

/** Waits for a mail of this kind to somebody. */
export const receives = (run: Run, to: string, kind: MailKind): Promise<Mail> =>
  receivesAgain(run, to, { kind, count: 1 });

/** Waits for the so-manieth mail of a kind. */
export const receivesAgain = (
  run: Run,
  to: string,
  { kind, count }: { readonly kind: MailKind; readonly count: number },
): Promise<Mail> =>
  until(
    `${run.id}: ${count} ${kind} to ${to}`,
    async () => (await mails(run, kind)).filter((mail) => mail.to === to)[count - 1],
  );

/** The newest link of this stage that was mailed to somebody. */
export const linkOf = (run: Run, to: string, stage: Stage): Promise<MailLink> =>
  until(`${run.id}: a ${stage} link for ${to}`, async () => {
    const own = (await mails(run)).filter((mail) => mail.to === to);
    return own.flatMap(({ text }) => linksIn(text)).findLast((link) => link.stage === stage);
  });

export interface Visited {
  readonly client: WebClient;
  readonly page: PageView;
  readonly link: MailLink;
}

/** Opens a link as somebody with a browser does. */
export async function open(
  { world }: Run,
  link: MailLink,
  client = webClient(world.baseUrl),
): Promise<Visited> {
  const page = await client.post(`${link.path}/session`, { secret: link.secret });
  return { client, page, link };
}

export const openStep = async (run: Run, to: string, stage: Stage): Promise<Visited> =>
  open(run, await linkOf(run, to, stage));

/** The words of a page. */
export const wordsOf = ({ body }: Pick<PageView, "body">): string =>
  unescapeHtml(
    body
      .replaceAll(/<(script|style)\b[^]*?<\/\1>/g, " ")
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/\s+/g, " "),
  );

export const headingOf = (page: PageView): string =>
  wordsOf({ body: /<h1[^>]*>([^]*?)<\/h1>/.exec(page.body)?.[1] ?? "" }).trim();

export const offers = (page: PageView, action: string): boolean =>
  page.forms.some((form) => new URL(form.action).pathname.endsWith(action));

/** A name of the catalog, as the API's problems say it. */
export async function problemOf(response: Response): Promise<string> {
  const { type }: { type: string } = JSON.parse(await response.text());
  return `${response.status} ${type.slice(type.indexOf("#") + 1)}`;
}

const REASON = "As agreed with the partner by telephone.";

interface Acting {
  /** Whom or what it is about, where there is a choice. */
  readonly target?: string;
  readonly client?: WebClient;
}

/** Fills in one of the forms of the run's page in the console and sends it. */
export async function act(
  run: Run,
  action: string,
  { values = {}, target = "", client }: Acting & { readonly values?: FormValues } = {},
): Promise<PageView> {
  const browser = client ?? (await run.world.signIn());
  const address = `/console/runs/${run.id}?act=${action}&for=${encodeURIComponent(target)}`;
  const page = expectPage(await browser.get(address));
  const form = formTo(page, new RegExp(`/${action}$`));
  return browser.submit(page, form, action === "view_deal" ? values : { note: REASON, ...values });
}

const ORDER: readonly Stage[] = ["contract", "training", "certification", "first_deal"];

/** Ops waive what comes before, so that a story can begin at its own stage. */
export async function skipTo(run: Run, wanted: Stage): Promise<void> {
  const client = await run.world.signIn();
  const { stages } = await look(run);
  const left = stages.filter(
    ({ stage, state }) =>
      ORDER.indexOf(stage) < ORDER.indexOf(wanted) && (state === "pending" || state === "open"),
  );
  for (const { stage } of left) {
    expectPage(
      await act(run, "waive_stage", { client, target: stage, values: { reason: "administrative" } }),
    );
  }
  await until(`${run.id}: ${wanted} open`, async () =>
    (await look(run)).stages.some(({ stage, state }) => stage === wanted && state === "open"),
  );
}

/** A deal nobody else has registered. */
const newDeal = ({ world, id }: Run) => ({
  customerName: `${id.slice(-12)} Stahlbau`,
  customerDomain: `${id.slice(-12)}.example`,
  customerCountry: "DE",
  customerContact: "Jonas Reuter",
  need: "Ein Assistent soll die ersten Fragen im Service beantworten.",
  value: "48000",
  currency: "EUR",
  targetCloseDate: new Date(world.now() + 60 * DAY).toISOString().slice(0, 10),
  nextSteps: "Workshop im Januar.",
});

/** Sabine registers a deal. */
export async function registerDeal(run: Run, values: FormValues = {}, visited?: Visited): Promise<Visited> {
  const { client, link, page } = visited ?? (await openStep(run, SABINE, "first_deal"));
  const sent = await client.submit(page, formTo(page, /\/deal$/), { ...newDeal(run), ...values });
  return { client, link, page: expectPage(sent) };
}

/** The vendor looks at the registration and decides. */
export async function decideDeal(run: Run, decision: string, values: FormValues = {}): Promise<void> {
  const client = await run.world.signIn();
  expectPage(await act(run, "view_deal", { client }));
  expectPage(await act(run, "review_deal", { client, values: { decision, ...values } }));
}
