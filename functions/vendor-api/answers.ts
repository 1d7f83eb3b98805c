import * as z from "zod/mini";
import { DEAL_STAGES } from "../../domain/deal.ts";
import { STATUSES, WAIVER_REASONS } from "../../domain/onboarding.ts";
import { PARTNER_TYPES, ROLES, STAGES } from "../../domain/program.ts";

/** What the API answers: the documentation is made from these schemas, and tests hold real answers against them. */
const time = z.iso.datetime().check(z.describe("ISO 8601, UTC"));
const maybeTime = z.nullable(time);
const id = z.string().check(z.describe("Begins with your vendor id"));
const contact = z.string().check(z.describe("Unique within the onboarding: c1, c2, …, or manager"));

const stage = z.enum(STAGES);
const status = z.enum(STATUSES);

export const Accepted = z.strictObject({
  onboardingId: id,
  status,
  links: z.strictObject({ self: z.url(), console: z.url() }),
});

const partner = z.strictObject({
  legalName: z.string(),
  type: z.enum(PARTNER_TYPES),
  country: z.string().check(z.describe("ISO 3166-1 alpha-2")),
  domain: z.optional(z.string()),
  registrationId: z.optional(z.string()),
  vatId: z.optional(z.string()),
});

const summary = z.strictObject({
  id,
  externalPartnerId: z.string().check(z.describe("As your webhook named it")),
  program: z.string(),
  legalName: z.string(),
  status,
  stage: z.nullable(stage).check(z.describe("Where it stands; null when all stages are done")),
  startedAt: time,
  deadline: maybeTime.check(z.describe("Of the open stage")),
  endedAt: maybeTime,
});

const next = z
  .nullable(z.string())
  .check(z.describe("Send it as cursor to get what follows; null when nothing does"));

export const OnboardingList = z.strictObject({ items: z.array(summary), next });

const stageView = z.strictObject({
  stage,
  state: z.enum(["pending", "open", "completed", "waived"]),
  openedAt: maybeTime,
  deadline: maybeTime,
  overdueSince: maybeTime,
  doneAt: maybeTime,
  waiverReason: z.nullable(z.enum(WAIVER_REASONS)),
});

const training = z.strictObject({
  track: z.string(),
  state: z.enum(["enrolled", "in_progress", "completed", "waived"]),
  modulesDone: z.int(),
  modules: z.int(),
});

const exam = z.strictObject({
  track: z.string(),
  state: z.enum(["ready", "in_attempt", "cooling_down", "exhausted", "passed", "waived"]),
  attempts: z.int(),
  allowed: z.int(),
});

const person = z.strictObject({
  id: contact,
  name: z.nullable(z.string()).check(z.describe("null once erased")),
  email: z.nullable(z.string()),
  roles: z.array(z.enum(ROLES)),
  locale: z.string(),
  mailBouncedAt: maybeTime,
  training: z.array(training),
  exams: z.array(exam),
});

const agreement = z.strictObject({
  status: z.enum(["draft", "sent", "opened", "signed", "completed", "declined", "expired"]),
  signatory: contact,
  sentAt: maybeTime,
  signedAt: maybeTime,
  completedAt: maybeTime,
});

const certificate = z.strictObject({
  id: z.string(),
  contact,
  track: z.string(),
  state: z.enum(["active", "expired", "revoked"]),
  issuedAt: time,
  expiresAt: time,
  url: z.url().check(z.describe("Public page, made to be passed on")),
});

const deal = z.strictObject({
  number: z.int(),
  review_status: z
    .enum(["submitted", "in_review", "action_required", "approved", "rejected", "withdrawn", "expired"])
    .check(z.describe("Your side")),
  stage: z.enum(DEAL_STAGES).check(z.describe("The partner's side")),
  customerName: z
    .nullable(z.string())
    .check(z.describe("null until somebody opens the registration in the console")),
  submittedAt: time,
  decideBy: maybeTime,
  protectedUntil: maybeTime,
});

export const OnboardingDetail = z.strictObject({
  ...z.omit(summary, { legalName: true, program: true }).shape,
  ordinal: z.int().check(z.describe("1 for the partner's first onboarding in this program, then 2, …")),
  program: z.strictObject({ id: z.string(), version: z.string() }),
  partner,
  stages: z.array(stageView),
  people: z.array(person),
  agreement,
  certificates: z.array(certificate),
  deal: z.nullable(deal).check(z.describe("The latest registration")),
});

const event = z.strictObject({
  id: z.string().check(z.describe("Unique within the onboarding, in the order of the log")),
  type: z.string().check(z.describe("A fact in the past tense, such as stage.completed")),
  at: time,
  actor: z
    .looseObject({ kind: z.enum(["vendor", "contact", "operator", "system"]) })
    .check(z.describe("Who did it")),
  data: z.record(z.string(), z.unknown()).check(z.describe("What belongs to this type of event")),
});

export const EventList = z.strictObject({ items: z.array(event), next });

export const ProblemAnswer = z.strictObject({
  type: z.url().check(z.describe("Names the kind of problem and leads to its explanation")),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  errors: z.optional(
    z.array(
      z.strictObject({ pointer: z.string().check(z.describe("JSON pointer, RFC 6901")), detail: z.string() }),
    ),
  ),
});
