import type * as z from "zod/mini";
import type { DealForm } from "../../domain/deal.ts";
import type { ContactId, Instant } from "../../domain/ids.ts";
import { currentDeal } from "../../domain/onboarding.ts";
import type { Contact, Onboarding, StageState } from "../../domain/onboarding.ts";
import { STAGES, trackOf } from "../../domain/program.ts";
import type { Program, Stage } from "../../domain/program.ts";
import type { Person } from "../../domain/records.ts";
import { summarize } from "../../domain/summarize.ts";
import type { Summary } from "../../domain/summary.ts";
import type { OnboardingDetail, OnboardingList } from "./answers.ts";

type Detail = z.infer<typeof OnboardingDetail>;
type Row = z.infer<typeof OnboardingList>["items"][number];

export const isoTime = (at: Instant): string => new Date(at).toISOString();
const maybeTime = (at: Instant | null | undefined): string | null => (at ? isoTime(at) : null);

export const summaryView = (row: Summary): Row => ({
  id: row.id,
  externalPartnerId: row.externalPartnerId,
  program: row.program,
  legalName: row.legalName,
  status: row.status,
  stage: row.stage,
  startedAt: isoTime(row.startedAt),
  deadline: maybeTime(row.deadline),
  endedAt: maybeTime(row.endedAt),
});

const stageView = (stage: Stage, state: StageState): Detail["stages"][number] => ({
  stage,
  state: state.state,
  openedAt: "openedAt" in state ? maybeTime(state.openedAt) : null,
  deadline: state.state === "open" ? isoTime(state.deadline) : null,
  overdueSince: state.state === "open" ? maybeTime(state.overdueAt) : null,
  doneAt: "at" in state ? isoTime(state.at) : null,
  waiverReason: state.state === "waived" ? state.reason : null,
});

function trainingView(onboarding: Onboarding, contact: ContactId, program: Program) {
  return onboarding.enrollments
    .filter((enrollment) => enrollment.contact === contact)
    .map((enrollment) => {
      const modules = trackOf(program, enrollment.track)?.modules.length ?? 0;
      const done = enrollment.state === "in_progress" ? enrollment.modules.length : 0;
      const modulesDone = enrollment.state === "completed" ? modules : done;
      return { track: enrollment.track, state: enrollment.state, modulesDone, modules };
    });
}

interface Scene {
  readonly onboarding: Onboarding;
  readonly program: Program;
  readonly people: Readonly<Record<string, Person>>;
  readonly deal: DealForm | null;
  readonly baseUrl: string;
}

const personView = (contact: Contact, { onboarding, program, people }: Scene): Detail["people"][number] => ({
  id: contact.id,
  name: people[contact.id]?.name ?? null,
  email: people[contact.id]?.email ?? null,
  roles: [...contact.roles],
  locale: contact.locale,
  mailBouncedAt: maybeTime(contact.bouncedAt),
  training: trainingView(onboarding, contact.id, program),
  exams: onboarding.exams
    .filter((exam) => exam.contact === contact.id)
    .map(({ track, state, attempts, allowed }) => ({ track, state, attempts, allowed })),
});

const agreementView = ({ agreement }: Onboarding): Detail["agreement"] => ({
  status: agreement.state,
  signatory: agreement.signatory,
  sentAt: "sentAt" in agreement ? isoTime(agreement.sentAt) : null,
  signedAt: "signedAt" in agreement ? isoTime(agreement.signedAt) : null,
  completedAt: "completedAt" in agreement ? isoTime(agreement.completedAt) : null,
});

function dealView({ onboarding, deal: form }: Scene): Detail["deal"] {
  const deal = currentDeal(onboarding);
  if (!deal) return null;
  return {
    number: deal.number,
    review_status: deal.review,
    stage: deal.stage,
    // The partner sees every look the vendor takes before it decides: this must not be one that is not counted.
    customerName: deal.review === "submitted" ? null : (form?.customerName ?? null),
    submittedAt: isoTime(deal.submittedAt),
    decideBy: "decideBy" in deal ? isoTime(deal.decideBy) : null,
    protectedUntil: "protectedUntil" in deal ? isoTime(deal.protectedUntil) : null,
  };
}

/** One onboarding as its vendor sees it. */
export function onboardingView(scene: Scene): Detail {
  const { onboarding, program, baseUrl } = scene;
  const { status, stage, deadline, endedAt } = summaryView(summarize(onboarding, program));
  return {
    id: onboarding.id,
    externalPartnerId: onboarding.externalPartnerId,
    status,
    stage,
    startedAt: isoTime(onboarding.startedAt),
    deadline,
    endedAt,
    ordinal: onboarding.ordinal,
    program: { id: onboarding.program.id, version: onboarding.program.version },
    partner: onboarding.partner,
    stages: STAGES.map((name) => stageView(name, onboarding.stages[name])),
    people: onboarding.contacts.map((contact) => personView(contact, scene)),
    agreement: agreementView(onboarding),
    certificates: onboarding.certifications.map(({ id, contact, track, state, issuedAt, expiresAt }) => ({
      id,
      contact,
      track,
      state,
      issuedAt: isoTime(issuedAt),
      expiresAt: isoTime(expiresAt),
      url: `${baseUrl}/certificates/${id}`,
    })),
    deal: dealView(scene),
  };
}
