import { createHmac } from "node:crypto";
import type { AgreementDocument } from "../domain/agreement.ts";
import type { DealForm } from "../domain/deal.ts";
import type { EffectRow } from "../domain/effect.ts";
import type { LoggedEvent } from "../domain/events.ts";
import type { Funnel } from "../domain/funnel.ts";
import {
  contactId,
  eventId,
  instant,
  onboardingId,
  parseVendorId,
  type Instant,
  type VendorId,
  vendorOf,
} from "../domain/ids.ts";
import type { Onboarding, Progress, StageState, Status } from "../domain/onboarding.ts";
import type { Commit, InboxRow } from "../domain/ports.ts";
import { type Stage, STAGES } from "../domain/program.ts";
import type { RecordWrite } from "../domain/records.ts";
import type { StartRequest } from "../domain/start.ts";
import type { Summary } from "../domain/summary.ts";
import type { Vendor } from "../domain/vendor.ts";
import type { Hmac } from "../domain/world.ts";

/** Builders of valid values. A test changes only what it is about. */

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Tuesday, 1 September 2026, 08:00 UTC. */
export const T0 = instant(Date.UTC(2026, 8, 1, 8));
export const after = (ms: number, from: Instant = T0): Instant => instant(from + ms);

export const testHmac: Hmac = (purpose, text) =>
  createHmac("sha256", `test key for ${purpose}`).update(text).digest("base64url");

export function vendorId(text: string): VendorId {
  const id = parseVendorId(text);
  if (!id) throw new Error(`${text} is no vendor id`);
  return id;
}

export const ACME = vendorId("acme");
export const GLOBEX = vendorId("globex");
export const ANNA = contactId("c1");
export const BEN = contactId("c2");

export const makeVendor = (changes: Partial<Vendor> = {}): Vendor => ({
  id: ACME,
  name: "Acme Intelligence GmbH",
  legalLines: ["Acme Intelligence GmbH, Beispielweg 1, 10115 Berlin", "HRB 12345, Amtsgericht Berlin"],
  brand: { accent: "#0b5cad", logoUrl: null },
  mailFrom: "partners@acme.example",
  opsEmail: "ops@acme.example",
  webhookSecrets: ["whsec_dGhpcyBpcyBvbmx5IGZvciB0ZXN0cyE="],
  apiKeyDigests: ["digest-of-acme"],
  outbound: null,
  ...changes,
});

const allStages = (state: (stage: Stage) => StageState): Onboarding["stages"] => ({
  contract: state("contract"),
  training: state("training"),
  certification: state("certification"),
  first_deal: state("first_deal"),
});

/** Just started: two contacts, every stage pending. */
export const makeOnboarding = (changes: Partial<Onboarding> = {}): Onboarding => ({
  id: onboardingId(ACME, "k3v9x2m7q4a1"),
  externalPartnerId: "crm-1001",
  ordinal: 1,
  program: { id: "reseller", version: "a".repeat(64) },
  partner: {
    legalName: "Musterhaus Solutions GmbH",
    type: "reseller",
    country: "DE",
    domain: "musterhaus.example",
  },
  contacts: [
    {
      id: ANNA,
      locale: "de",
      timeZone: "Europe/Berlin",
      roles: ["signatory", "primary", "sales"],
      bouncedAt: null,
    },
    { id: BEN, locale: "en", timeZone: "Europe/Berlin", roles: ["technical"], bouncedAt: null },
  ],
  startedAt: T0,
  progress: { state: "open" },
  stages: allStages(() => ({ state: "pending" })),
  agreement: { state: "draft", signatory: ANNA },
  enrollments: [],
  exams: [],
  certifications: [],
  deals: [],
  links: {},
  ...changes,
});

/** The same, with that stage open and those before it completed. */
export function withStageOpen(onboarding: Onboarding, open: Stage, at: Instant = T0): Onboarding {
  const stages = allStages((stage) => {
    if (stage === open)
      return { state: "open", openedAt: at, deadline: after(14 * DAY, at), overdueAt: null, reminded: {} };
    return STAGES.indexOf(stage) < STAGES.indexOf(open)
      ? { state: "completed", openedAt: at, at }
      : { state: "pending" };
  });
  return { ...onboarding, stages };
}

function statusOf(progress: Progress): Status {
  return progress.state === "open" ? "in_progress" : progress.state;
}

/** The summary that fits the onboarding, as far as its state says. */
export function makeSummary(onboarding: Onboarding, changes: Partial<Summary> = {}): Summary {
  const { partner, progress } = onboarding;
  const times = (stage: Stage) => {
    const state = onboarding.stages[stage];
    return {
      openedAt: state.state === "pending" ? null : state.openedAt,
      doneAt: state.state === "completed" || state.state === "waived" ? state.at : null,
    };
  };
  return {
    id: onboarding.id,
    externalPartnerId: onboarding.externalPartnerId,
    legalName: partner.legalName,
    partnerType: partner.type,
    country: partner.country,
    program: onboarding.program.id,
    status: statusOf(progress),
    stage:
      STAGES.find((stage) => onboarding.stages[stage].state === "open") ??
      STAGES.find((stage) => onboarding.stages[stage].state === "pending") ??
      null,
    startedAt: onboarding.startedAt,
    since: onboarding.startedAt,
    deadline: null,
    attention: [],
    times: {
      contract: times("contract"),
      training: times("training"),
      certification: times("certification"),
      first_deal: times("first_deal"),
    },
    firstDealAt: null,
    endedAt: "at" in progress ? progress.at : null,
    ...changes,
  };
}

export const makePerson = (key: string, email: string, name = "Anna Schmidt"): RecordWrite => ({
  kind: "person",
  key,
  value: { name, email },
});

export const makeEvents = (onboarding: Onboarding, rev: number): readonly LoggedEvent[] => [
  {
    id: eventId(rev, 0),
    at: onboarding.startedAt,
    actor: { kind: "system", name: "workflow" },
    event: { type: "stage.overdue", stage: "contract" },
  },
];

/** A commit of that state. `rev` above 1 follows the commit this makes for the rev before it. */
export function makeCommit(onboarding: Onboarding, changes: Partial<Commit> & { rev?: number } = {}): Commit {
  const { rev = 1, ...rest } = changes;
  return {
    onboarding,
    item: { rev, prevHash: hashOf(rev - 1), hash: hashOf(rev), events: makeEvents(onboarding, rev) },
    summary: makeSummary(onboarding),
    dueAt: null,
    records: [],
    effects: [],
    inbox: null,
    ...rest,
  };
}

const hashOf = (rev: number): string => (rev === 0 ? "" : testHmac("chain", String(rev)));

export const makeInbox = (onboarding: Onboarding, webhookId: string): InboxRow => ({
  vendor: vendorOf(onboarding.id),
  webhookId,
  bodyHash: "0123456789abcdef".repeat(4),
  onboarding: onboarding.id,
  answer: JSON.stringify({ onboardingId: onboarding.id, status: "in_progress" }),
  at: onboarding.startedAt,
});

export const makeEffect = (onboarding: Onboarding, changes: Partial<EffectRow> = {}): EffectRow => ({
  onboarding: onboarding.id,
  key: "1.0.0",
  effect: { kind: "start_workflow", n: 1 },
  state: "due",
  dueAt: T0,
  attempts: 0,
  createdAt: T0,
  settledAt: null,
  outcome: null,
  lastError: null,
  ...changes,
});

export const makeFunnel = (changes: Partial<Funnel> = {}): Funnel => ({
  at: T0,
  started: 3,
  completed: 1,
  ended: 0,
  stages: STAGES.map((stage) => ({ stage, reached: 3, done: 1, inside: 2, medianMs: DAY, p90Ms: 2 * DAY })),
  firstDeal: { count: 1, medianMs: 40 * DAY, p90Ms: 40 * DAY },
  waitingFor: { partner: 1, vendor: 1 },
  ...changes,
});

/** The agreement as it was sent. */
export const makeDocument = (changes: Partial<AgreementDocument> = {}): AgreementDocument => ({
  template: "standard",
  templateVersion: "1",
  locale: "de",
  consentVersion: "1",
  sha256: "d".repeat(64),
  key: "agreements/standard.pdf",
  ...changes,
});

/** A registration the sample program takes. */
export const makeDealForm = (changes: Partial<DealForm> = {}): DealForm => ({
  customerName: "Bergmann Maschinenbau GmbH",
  customerDomain: "bergmann.example",
  customerCountry: "DE",
  customerContact: "Petra Bergmann, head of service",
  need: "Wants service reports written by an assistant.",
  value: 48_000,
  currency: "EUR",
  targetCloseDate: "2027-03-31",
  nextSteps: "Workshop in two weeks",
  ...changes,
});

/** What the webhook of `makeOnboarding`'s partner asks for. */
export function makeStart(changes: Partial<StartRequest> = {}): StartRequest {
  const { externalPartnerId, ordinal, partner, contacts } = makeOnboarding();
  return {
    externalPartnerId,
    ordinal,
    partner,
    people: contacts.map((contact) => ({
      contact,
      person: { name: `Person ${contact.id}`, email: `${contact.id}@musterhaus.example` },
    })),
    signatory: ANNA,
    manager: { name: "Max Manager", email: "max@acme.example" },
    ...changes,
  };
}
