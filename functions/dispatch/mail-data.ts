import type { Effect, MailKind } from "../../domain/effect.ts";
import type { DomainEvent, LoggedEvent } from "../../domain/events.ts";
import { MANAGER } from "../../domain/ids.ts";
import type { ContactId } from "../../domain/ids.ts";
import { contactOf, currentDeal, openStage } from "../../domain/onboarding.ts";
import { candidatesFor } from "../../domain/participants.ts";
import type { Stage } from "../../domain/program.ts";
import type { Person } from "../../domain/records.ts";
import type { Reader } from "../../views/format.ts";
import type { MailCertificate, MailData, MailDeal, MailTrack } from "../../views/mail/mail-data.ts";
import { stepLink } from "../link-secret.ts";
import type { DispatchDeps, Scene } from "../act.ts";
import { languageOf } from "./draft-agreement.ts";

interface Subject {
  readonly effect: Extract<Effect, { kind: "mail" }>;
  readonly logged: LoggedEvent;
  readonly people: Readonly<Record<string, Person>>;
}

function readerOf(scene: Scene, to: ContactId, now: Reader["now"]): Reader {
  const contact = contactOf(scene.onboarding, to);
  const [first] = scene.program.languages;
  return {
    locale: contact ? languageOf(scene.program, contact.locale) : (first ?? "en"),
    timeZone: contact?.timeZone ?? scene.onboarding.contacts[0]?.timeZone ?? "UTC",
    now,
  };
}

/** The mails that are about a deal, whatever stage is open. */
const DEAL_MAILS: readonly MailKind[] = [
  "deal_action_required",
  "deal_approved",
  "deal_rejected",
  "deal_review_request",
  "protection_expiring",
  "extension_request",
  "extension_decided",
  "onboarding_completed",
];

/** The stage a mail is about: its own, the event's, or the open one. */
function stageOf({ onboarding }: Scene, { effect, logged: { event } }: Subject): Stage | null {
  if (effect.stage) return effect.stage;
  if (event.type === "stage.overdue") return event.stage;
  if (effect.mail === "agreement_copy") return "contract";
  return DEAL_MAILS.includes(effect.mail) ? "first_deal" : openStage(onboarding);
}

function linkOf({ baseUrl, hmac }: DispatchDeps, scene: Scene, subject: Subject): string {
  const { effect, logged } = subject;
  const { onboarding } = scene;
  if (effect.to === MANAGER) return `${baseUrl}/console/runs/${onboarding.id}`;
  if (logged.event.type === "certification.issued")
    return `${baseUrl}/certificates/${logged.event.certificate}`;
  const stage = stageOf(scene, subject) ?? "contract";
  return stepLink({ baseUrl, hmac, onboarding, contact: effect.to, stage });
}

function signedCopy({ baseUrl, hmac }: DispatchDeps, { onboarding }: Scene, to: ContactId): string | null {
  const { agreement } = onboarding;
  if (agreement.state !== "completed" || agreement.signatory !== to) return null;
  return stepLink({ baseUrl, hmac, onboarding, contact: to, stage: "contract" });
}

function tracksOf({ program, onboarding }: Scene, to: ContactId, { locale }: Reader): readonly MailTrack[] {
  return program.tracks
    .filter((track) => candidatesFor(onboarding, track).includes(to))
    .map(({ name, modules, exam }) => ({
      name: name[locale],
      certificate: exam.certificate[locale],
      modules: modules.length,
      minutes: modules.reduce((sum, module) => sum + module.minutes, 0),
      exam: {
        questions: exam.draw,
        minutes: exam.timeLimitMinutes,
        passMark: exam.passMark,
        attempts: exam.attempts,
      },
    }));
}

function certificatesOf(scene: Scene, { effect, logged, people }: Subject, url: (id: string) => string) {
  const { onboarding, program } = scene;
  const { event } = logged;
  const { locale } = readerOf(scene, effect.to, logged.at);
  return onboarding.certifications
    .filter(({ id }) => event.type !== "certification.issued" || id === event.certificate)
    .map(({ id, contact, track, expiresAt }): MailCertificate => ({
      name: program.tracks.find((one) => one.id === track)?.exam.certificate[locale] ?? track,
      holder: people[contact]?.name ?? "",
      url: url(id),
      expiresAt,
    }));
}

async function dealOf(
  deps: DispatchDeps,
  { id, onboarding }: Scene,
  event: DomainEvent,
): Promise<MailDeal | null> {
  const deal = currentDeal(onboarding);
  const form = deal && (await deps.onboardings.record(id, "deal", String(deal.number)));
  if (!form) return null;
  const { customerName, value, currency } = form;
  return {
    customerName,
    value,
    currency,
    protectedUntil: deal.review === "approved" ? deal.protectedUntil : null,
    fields: event.type === "deal_registration.action_required" ? event.fields : [],
    duplicates: deal.duplicates.map(({ rule }) => rule),
  };
}

function answerBy({ onboarding }: Scene): MailData["answerBy"] {
  const deal = currentDeal(onboarding);
  if (deal?.review === "submitted" || deal?.review === "in_review") return deal.decideBy;
  return onboarding.agreement.state === "signed" ? onboarding.agreement.countersignBy : null;
}

type Happened = Pick<MailData, "granted" | "ended" | "overdue">;

/** What some mails say of their event. */
const HAPPENED: Partial<Record<DomainEvent["type"], Partial<Happened>>> = {
  "agreement.countersignature_overdue": { overdue: "countersignature" },
  "deal_registration.review_overdue": { overdue: "deal_review" },
  "deal_registration.extended": { granted: true },
  "deal_registration.extension_declined": { granted: false },
  "onboarding.declined": { ended: "declined" },
  "onboarding.withdrawn": { ended: "withdrawn" },
  "onboarding.expired": { ended: "expired" },
};

function stageFacts({ onboarding, program }: Scene, stage: Stage | null) {
  if (!stage) return { stage, deadline: null, minutes: null };
  const state = onboarding.stages[stage];
  return {
    stage,
    deadline: state.state === "open" ? state.deadline : null,
    minutes: program.stages[stage].minutes,
  };
}

const aboutOf = ({ event }: LoggedEvent, people: Subject["people"]): Person | null =>
  ("contact" in event && typeof event.contact === "string" ? people[event.contact] : undefined) ?? null;

/** Gathers what a mail says: all of it from the state, the event and the records. */
export async function mailData(deps: DispatchDeps, scene: Scene, subject: Subject): Promise<MailData> {
  const { effect, logged, people } = subject;
  const { onboarding, program, vendor } = scene;
  const reader = readerOf(scene, effect.to, deps.clock());
  const [deal, note] = await Promise.all([
    dealOf(deps, scene, logged.event),
    deps.onboardings.record(scene.id, "note", logged.id),
  ]);
  const unknown: Person = { name: "", email: vendor.opsEmail };
  return {
    ...reader,
    vendor: { name: vendor.name, legalLines: vendor.legalLines, brand: vendor.brand },
    partner: onboarding.partner.legalName,
    program: program.name[reader.locale],
    to: people[effect.to] ?? unknown,
    manager: people[MANAGER] ?? unknown,
    about: aboutOf(logged, people),
    link: linkOf(deps, scene, subject),
    signedCopy: signedCopy(deps, scene, effect.to),
    stages: onboarding.stages,
    ...stageFacts(scene, stageOf(scene, subject)),
    answerBy: answerBy(scene),
    tracks: tracksOf(scene, effect.to, reader),
    certificates: certificatesOf(scene, subject, (id) => `${deps.baseUrl}/certificates/${id}`),
    deal,
    granted: null,
    ended: null,
    overdue: null,
    ...HAPPENED[logged.event.type],
    note: note?.text ?? null,
  };
}
