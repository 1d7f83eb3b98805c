import { DAY, later, reminderTime } from "./calendar.ts";
import { GRACE, handIn } from "./certification-rules.ts";
import type { Running } from "./certification-rules.ts";
import type { Context } from "./commands.ts";
import { isUnderReview } from "./deal.ts";
import type { DomainEvent } from "./events.ts";
import { instant } from "./ids.ts";
import type { ContactId, Instant } from "./ids.ts";
import type { Contact, Onboarding, StageState } from "./onboarding.ts";
import { currentDeal, isClosed, openStage } from "./onboarding.ts";
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
  | { readonly at: Instant; readonly kind: "time_up"; readonly running: Running };

const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);

const event = (at: Instant, what: Happening): Item => ({ at, kind: "event", event: what });

type Open = Extract<StageState, { state: "open" }>;

interface View {
  readonly program: Program;
  readonly now: Instant;
}

/** Nobody is reminded of an exam they cannot take yet. */
function readyAt(o: Onboarding, id: ContactId, stage: Stage): Instant {
  if (stage !== "certification") return o.startedAt;
  const times = o.exams.flatMap((exam): readonly Instant[] => {
    if (exam.contact !== id) return [];
    if (exam.state === "ready") return [o.startedAt];
    if (exam.state === "cooling_down") return [exam.until];
    return exam.state === "in_attempt" ? [exam.endsAt] : [];
  });
  return instant(Math.min(...times));
}

/** The time of a person's next reminder of the open stage; `null`: there is none any more. */
function nextReminder(
  o: Onboarding,
  contact: Contact,
  { stage, state, view }: { stage: Stage; state: Open; view: View },
): Instant | null {
  const { program, now } = view;
  const { firstAfterDays, everyDays, atMost } = program.stages[stage].reminders;
  const { count, lastAt } = state.reminded[contact.id] ?? { count: 0, lastAt: state.openedAt };
  if (count >= atMost || contact.bouncedAt !== null) return null;
  const ready = readyAt(o, contact.id, stage);
  const wanted = latest(later(lastAt, (count > 0 ? everyDays : firstAfterDays) * DAY), ready);
  const where = {
    place: { timeZone: contact.timeZone, country: o.partner.country },
    calendar: program.calendar,
  };
  const { deadline } = state;
  const at = reminderTime(wanted, { earliest: latest(later(lastAt, DAY), ready), deadline }, where);
  // Its time was missed (nothing ran, or the deadline moved): as soon as people may be disturbed again.
  return at !== null && at < now ? reminderTime(now, { earliest: now, deadline }, where) : at;
}

function stageItems(o: Onboarding, view: View): readonly Item[] {
  const stage = openStage(o);
  if (!stage || isWithVendor(o, stage)) return [];
  const state = o.stages[stage];
  if (state.state !== "open" || state.overdueAt !== null) return [];
  const awaited = pending(o, stage);
  const reminders = o.contacts.flatMap((contact): readonly Item[] => {
    const at = awaited.includes(contact.id) ? nextReminder(o, contact, { stage, state, view }) : null;
    return at === null ? [] : [{ at, kind: "reminder", stage, contact: contact.id }];
  });
  return [event(state.deadline, { type: "stage.overdue", stage }), ...reminders];
}

const attemptItems = (o: Onboarding): readonly Item[] =>
  o.exams.flatMap((exam): readonly Item[] =>
    exam.state === "in_attempt"
      ? [{ at: later(exam.endsAt, GRACE + 1), kind: "time_up", running: exam }]
      : [],
  );

function vendorItems(o: Onboarding): readonly Item[] {
  const { agreement } = o;
  const deal = currentDeal(o);
  return [
    ...(agreement.state === "signed" && !agreement.late && o.stages.contract.state === "open"
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

/** A run that was broken off keeps its certificates; one on hold keeps its clocks still, but for a running exam's. */
function agenda(o: Onboarding, view: View): readonly Item[] {
  const always = [...attemptItems(o), ...certificateItems(o)];
  if (o.progress.state === "on_hold") return always;
  if (isClosed(o) && o.progress.state !== "completed") return certificateItems(o);
  return [...always, ...stageItems(o, view), ...vendorItems(o), ...protectionItems(o, view.program)];
}

/** When time alone will next bring something about, seen from `now`; `null`: never. */
export function nextDue(o: Onboarding, program: Program, now: Instant): Instant | null {
  return agenda(o, { program, now })
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

/** The first attempt whose time is over, scored from what was saved. */
function timeUp(
  o: Onboarding,
  due: readonly Item[],
  { sheets, context }: { sheets: Sheets; context: Context },
): readonly DomainEvent[] {
  const [ended] = due
    .filter((item) => item.kind === "time_up")
    .flatMap(({ running }) => {
      const sheet = sheets[running.attempt];
      return sheet ? [{ running, sheet }] : [];
    });
  return ended ? handIn(o, ended.running, { sheet: ended.sheet, answers: {}, context }) : [];
}

/** One thing at a time where things hang together: the rest falls due again at once. */
function dueEvents(
  o: Onboarding,
  due: readonly Item[],
  { sheets, context }: { sheets: Sheets; context: Context },
): readonly DomainEvent[] {
  const ended = timeUp(o, due, { sheets, context });
  if (ended.length > 0) return ended;
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
    const due = agenda(o, context).filter((item) => item.at <= context.now);
    return happened(...dueEvents(o, due, { sheets, context }));
  },
};
