import type { Agreement } from "./agreement.ts";
import { correctAddress } from "./correct-address.ts";
import { dealHandlers } from "./evolve-deal.ts";
import { learningHandlers } from "./evolve-learning.ts";
import type { Handlers } from "./event-handlers.ts";
import type { DomainEvent, EventOf, EventType, LoggedEvent } from "./events.ts";
import { handOver } from "./hand-over.ts";
import type { Instant, OnboardingId } from "./ids.ts";
import { mailed } from "./mailed.ts";
import type { Onboarding, StageState } from "./onboarding.ts";
import type { Stage } from "./program.ts";
import { shiftClocks } from "./shift-clocks.ts";

const PENDING: StageState = { state: "pending" };

export function begin(id: OnboardingId, event: EventOf<"onboarding.started">, at: Instant): Onboarding {
  const { externalPartnerId, ordinal, program, partner, contacts, signatory } = event;
  return {
    id,
    externalPartnerId,
    ordinal,
    program,
    partner,
    contacts,
    startedAt: at,
    progress: { state: "open" },
    stages: { contract: PENDING, training: PENDING, certification: PENDING, first_deal: PENDING },
    agreement: { state: "draft", signatory },
    enrollments: [],
    exams: [],
    certifications: [],
    deals: [],
    links: {},
  };
}

function withStage(o: Onboarding, stage: Stage, change: (state: StageState) => StageState): Onboarding {
  return { ...o, stages: { ...o.stages, [stage]: change(o.stages[stage]) } };
}

const openedAt = (state: StageState): Instant | null => (state.state === "pending" ? null : state.openedAt);

type Sent = Exclude<Agreement, { state: "draft" | "declined" | "expired" }>;

/** Only an agreement that was sent has a document; a log that says otherwise is broken. */
function withSent(o: Onboarding, change: (sent: Sent) => Agreement): Onboarding {
  const { agreement } = o;
  if (agreement.state === "draft" || agreement.state === "declined" || agreement.state === "expired") {
    throw new Error(`${o.id}: the log has an agreement that was never sent`);
  }
  return { ...o, agreement: change(agreement) };
}

const HANDLERS: Handlers = {
  "onboarding.started": (o, event, now) => begin(o.id, event, now),
  "onboarding.put_on_hold": (o, _event, now) => ({ ...o, progress: { state: "on_hold", since: now } }),
  "onboarding.resumed": (o, _event, now) =>
    shiftClocks(
      { ...o, progress: { state: "open" } },
      o.progress.state === "on_hold" ? o.progress.since : now,
      now,
    ),
  "onboarding.completed": (o, _event, now) => ({ ...o, progress: { state: "completed", at: now } }),
  "onboarding.declined": (o, { during }, now) => ({
    ...o,
    progress: { state: "declined", at: now, during },
  }),
  "onboarding.withdrawn": (o, { during }, now) => ({
    ...o,
    progress: { state: "withdrawn", at: now, during },
  }),
  "onboarding.expired": (o, { during }, now) => ({ ...o, progress: { state: "expired", at: now, during } }),

  "stage.opened": (o, { stage, deadline }, now) =>
    withStage(o, stage, () => ({ state: "open", openedAt: now, deadline, overdueAt: null, reminded: {} })),
  "stage.reminded": (o, { stage, contacts }, now) =>
    withStage(o, stage, (state) =>
      state.state === "open"
        ? {
            ...state,
            reminded: contacts.reduce(
              (all, id) => ({ ...all, [id]: { count: (all[id]?.count ?? 0) + 1, lastAt: now } }),
              state.reminded,
            ),
          }
        : state,
    ),
  "stage.overdue": (o, { stage }, now) =>
    withStage(o, stage, (state) => (state.state === "open" ? { ...state, overdueAt: now } : state)),
  "stage.deadline_extended": (o, { stage, deadline }) =>
    withStage(o, stage, (state) =>
      state.state === "open" ? { ...state, deadline, overdueAt: null } : state,
    ),
  "stage.completed": (o, { stage }, now) =>
    withStage(o, stage, (state) => ({ state: "completed", openedAt: openedAt(state) ?? now, at: now })),
  "stage.waived": (o, { stage, reason }, now) =>
    withStage(o, stage, (state) => ({ state: "waived", openedAt: openedAt(state), at: now, reason })),

  "contact.handed_over": (o, event, now) => mailed(handOver(o, event), [event.to.id], now),
  "contact.added": (o, { contact }, now) =>
    mailed({ ...o, contacts: [...o.contacts, contact] }, [contact.id], now),
  "contact.address_corrected": (o, event, now) => mailed(correctAddress(o, event, now), [event.contact], now),
  "link.reissued": (o, { contact, stage, revision }, now) =>
    mailed({ ...o, links: { ...o.links, [`${contact}.${stage}`]: revision } }, [contact], now),
  "link.resent": (o, { contact }, now) => mailed(o, [contact], now),
  "email.bounced": (o, event, now) => ({
    ...o,
    contacts: o.contacts.map((item) => (item.id === event.contact ? { ...item, bouncedAt: now } : item)),
  }),

  "agreement.sent": (o, { signatory, document }, now) =>
    mailed({ ...o, agreement: { state: "sent", signatory, document, sentAt: now } }, [signatory], now),
  "agreement.opened": (o, _event, now) =>
    withSent(o, ({ signatory, document, sentAt }) => ({
      state: "opened",
      signatory,
      document,
      sentAt,
      openedAt: now,
    })),
  "agreement.signed": (o, { countersignBy }, now) =>
    withSent(o, ({ signatory, document, sentAt }) => ({
      state: "signed",
      signatory,
      document,
      sentAt,
      signedAt: now,
      countersignBy: countersignBy ?? now,
      late: false,
    })),
  "agreement.countersignature_overdue": (o) =>
    withSent(o, (sent) => (sent.state === "signed" ? { ...sent, late: true } : sent)),
  "agreement.completed": (o, _event, now) =>
    withSent(o, (sent) => ({
      state: "completed",
      signatory: sent.signatory,
      document: sent.document,
      sentAt: sent.sentAt,
      signedAt: sent.state === "signed" ? sent.signedAt : now,
      completedAt: now,
    })),
  "agreement.declined": (o, { contact }, now) => ({
    ...o,
    agreement: { state: "declined", signatory: contact, at: now },
  }),
  "agreement.expired": (o, _event, now) => ({
    ...o,
    agreement: { state: "expired", signatory: o.agreement.signatory, at: now },
  }),

  ...learningHandlers,
  ...dealHandlers,
};

function apply<T extends EventType>(o: Onboarding, event: EventOf<T>, now: Instant): Onboarding {
  return HANDLERS[event.type](o, event, now);
}

/** The state after one more fact. */
export const evolve = (onboarding: Onboarding, event: DomainEvent, now: Instant): Onboarding =>
  apply(onboarding, event, now);

/** The state a whole log amounts to; the log begins with `onboarding.started`. */
export function fold(id: OnboardingId, log: readonly LoggedEvent[]): Onboarding {
  const [first, ...rest] = log;
  if (first?.event.type !== "onboarding.started")
    throw new Error(`${id}: the log does not begin with a start`);
  return rest.reduce(
    (onboarding, logged) => evolve(onboarding, logged.event, logged.at),
    begin(id, first.event, first.at),
  );
}
