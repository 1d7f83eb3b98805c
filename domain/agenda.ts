import { DAY, later, reminderTime } from "./calendar.ts";
import { GRACE, handIn } from "./certification-rules.ts";
import type { Context } from "./commands.ts";
import { isUnderReview } from "./deal.ts";
import type { DomainEvent } from "./events.ts";
import type { ContactId, Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { contactOf, currentDeal, isClosed, openStage } from "./onboarding.ts";
import { isWithVendor, pending } from "./participants.ts";
import type { Program, Stage } from "./program.ts";
import type { AttemptSheet } from "./records.ts";
import { happened } from "./rule.ts";
import type { Rules } from "./rule.ts";

type Happening = Exclude<DomainEvent, { type: "stage.reminded" }>;

/** Something that time alone brings about. */
type Item =
  | { readonly at: Instant; readonly kind: "event"; readonly event: Happening }
  | { readonly at: Instant; readonly kind: "reminder"; readonly stage: Stage; readonly contact: ContactId }
  | { readonly at: Instant; readonly kind: "time_up"; readonly attempt: string };

const event = (at: Instant, what: Happening): Item => ({ at, kind: "event", event: what });

/** The time of a person's next reminder of this stage; `null`: there is none any more. */
function nextReminder(o: Onboarding, stage: Stage, { id, program }: { id: ContactId; program: Program }) {
  const state = o.stages[stage];
  const contact = contactOf(o, id);
  if (state.state !== "open" || !contact || contact.bouncedAt !== null) return null;
  const { firstAfterDays, everyDays, atMost } = program.stages[stage].reminders;
  const sent = state.reminded[id];
  if ((sent?.count ?? 0) >= atMost) return null;
  const last = sent?.lastAt ?? state.openedAt;
  const wanted = later(last, (sent ? everyDays : firstAfterDays) * DAY);
  return reminderTime(
    wanted,
    { earliest: later(last, DAY), deadline: state.deadline },
    { place: { timeZone: contact.timeZone, country: o.partner.country }, calendar: program.calendar },
  );
}

function stageItems(o: Onboarding, program: Program): readonly Item[] {
  const stage = openStage(o);
  if (!stage || isWithVendor(o, stage)) return [];
  const state = o.stages[stage];
  if (state.state !== "open" || state.overdueAt !== null) return [];
  const reminders = pending(o, stage).flatMap((contact): readonly Item[] => {
    const at = nextReminder(o, stage, { id: contact, program });
    return at === null ? [] : [{ at, kind: "reminder", stage, contact }];
  });
  return [event(state.deadline, { type: "stage.overdue", stage }), ...reminders];
}

const attemptItems = (o: Onboarding): readonly Item[] =>
  o.exams.flatMap((exam): readonly Item[] =>
    exam.state === "in_attempt"
      ? [{ at: later(exam.endsAt, GRACE + 1), kind: "time_up", attempt: exam.attempt }]
      : [],
  );

function vendorItems(o: Onboarding): readonly Item[] {
  const { agreement } = o;
  const deal = currentDeal(o);
  return [
    ...(agreement.state === "signed" && !agreement.late
      ? [event(agreement.countersignBy, { type: "agreement.countersignature_overdue" })]
      : []),
    ...(isUnderReview(deal) && !deal.late
      ? [event(deal.decideBy, { type: "deal_registration.review_overdue", number: deal.number })]
      : []),
  ];
}

/** While the vendor owes an answer to a request for more time, the protection does not end. */
function protectionItems(o: Onboarding, program: Program): readonly Item[] {
  const deal = currentDeal(o);
  if (deal?.review !== "approved" || deal.stage === "won" || deal.stage === "lost") return [];
  if (deal.extensionRequestedAt !== null) return [];
  const { number, protectedUntil } = deal;
  const remindAt = later(protectedUntil, -program.firstDeal.reminderDaysBefore * DAY);
  return [
    ...(deal.reminded ? [] : [event(remindAt, { type: "deal_registration.expiring", number })]),
    event(protectedUntil, { type: "deal_registration.expired", number }),
  ];
}

const certificateItems = (o: Onboarding): readonly Item[] =>
  o.certifications.flatMap((item) =>
    item.state === "active"
      ? [event(item.expiresAt, { type: "certification.expired", certificate: item.id })]
      : [],
  );

/** A run that was broken off keeps its certificates; one on hold keeps all its clocks still. */
function agenda(o: Onboarding, program: Program): readonly Item[] {
  const always = [...attemptItems(o), ...certificateItems(o)];
  if (o.progress.state === "on_hold") return always;
  if (o.progress.state === "completed") return [...always, ...protectionItems(o, program)];
  if (isClosed(o)) return certificateItems(o);
  return [...always, ...stageItems(o, program), ...vendorItems(o), ...protectionItems(o, program)];
}

/** When time alone will next bring something about; `null`: never. */
export function nextDue(o: Onboarding, program: Program): Instant | null {
  return agenda(o, program)
    .map((item) => item.at)
    .reduce<Instant | null>((least, at) => (least === null || at < least ? at : least), null);
}

function reminded(due: readonly Item[]): readonly DomainEvent[] {
  const reminders = due.filter((item) => item.kind === "reminder");
  const [first] = reminders;
  return first
    ? [{ type: "stage.reminded", stage: first.stage, contacts: reminders.map((item) => item.contact) }]
    : [];
}

type Sheets = Readonly<Record<string, AttemptSheet>>;

function timeUp(o: Onboarding, item: Item, { sheets, context }: { sheets: Sheets; context: Context }) {
  const running = o.exams.find(
    (exam) => item.kind === "time_up" && exam.state === "in_attempt" && exam.attempt === item.attempt,
  );
  const sheet = running?.state === "in_attempt" ? sheets[running.attempt] : undefined;
  return running?.state === "in_attempt" && sheet ? handIn(o, running, { sheet, answers: {}, context }) : [];
}

/** One thing at a time where things hang together: the rest falls due again at once. */
function dueEvents(
  o: Onboarding,
  due: readonly Item[],
  { sheets, context }: { sheets: Sheets; context: Context },
): readonly DomainEvent[] {
  const ended = due.find((item) => item.kind === "time_up");
  if (ended) return timeUp(o, ended, { sheets, context });
  const overdue = due.some((item) => item.kind === "event" && item.event.type === "stage.overdue");
  const expired = due.some(
    (item) => item.kind === "event" && item.event.type === "deal_registration.expired",
  );
  const events = due.flatMap((item): readonly DomainEvent[] =>
    item.kind === "event" && !(expired && item.event.type === "deal_registration.expiring")
      ? [item.event]
      : [],
  );
  return [...events, ...(overdue ? [] : reminded(due))];
}

/** Hands the onboarding what its time has come for. */
export const agendaRules: Rules<"tick"> = {
  tick: (o, { sheets }, context) => {
    const due = agenda(o, context.program).filter((item) => item.at <= context.now);
    return happened(...dueEvents(o, due, { sheets, context }));
  },
};
