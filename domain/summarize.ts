import { isUnderReview } from "./deal.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding, StageState, Status } from "./onboarding.ts";
import { currentDeal, currentStage, isClosed, openStage } from "./onboarding.ts";
import { assignees, tracksShortOfPeople } from "./participants.ts";
import type { Program } from "./program.ts";
import type { Attention, AttentionKind, Summary } from "./summary.ts";

/** What needs somebody at the vendor, beyond an answer that is still in time. */
const PRESSING: readonly AttentionKind[] = [
  "mail_bounced",
  "attempts_exhausted",
  "people_missing",
  "stage_overdue",
  "deal_review_overdue",
  "countersignature_overdue",
];

const about = (kind: AttentionKind, at: Instant): Attention => ({ kind, since: at, contact: null });

function peopleAttention(o: Onboarding, program: Program): readonly Attention[] {
  const stage = openStage(o);
  if (!stage) return [];
  const busy = assignees(o, stage);
  const bounced = o.contacts.flatMap(({ id, bouncedAt }): readonly Attention[] =>
    bouncedAt !== null && busy.includes(id) ? [{ kind: "mail_bounced", since: bouncedAt, contact: id }] : [],
  );
  if (stage !== "certification") return bounced;
  const exhausted = o.exams.flatMap((exam): readonly Attention[] =>
    exam.state === "exhausted"
      ? [{ kind: "attempts_exhausted", since: exam.since, contact: exam.contact }]
      : [],
  );
  const state = o.stages.certification;
  const missing =
    state.state === "open" && tracksShortOfPeople(o, program).length > 0
      ? [about("people_missing", state.openedAt)]
      : [];
  return [...bounced, ...exhausted, ...missing];
}

function stageAttention(o: Onboarding): readonly Attention[] {
  const stage = openStage(o);
  const state = stage && o.stages[stage];
  return state?.state === "open" && state.overdueAt !== null ? [about("stage_overdue", state.overdueAt)] : [];
}

function vendorAttention(o: Onboarding): readonly Attention[] {
  const { agreement } = o;
  const deal = currentDeal(o);
  return [
    ...(agreement.state === "signed" && o.stages.contract.state === "open"
      ? [
          agreement.late
            ? about("countersignature_overdue", agreement.countersignBy)
            : about("countersignature", agreement.signedAt),
        ]
      : []),
    ...(isUnderReview(deal)
      ? [deal.late ? about("deal_review_overdue", deal.decideBy) : about("deal_review", deal.submittedAt)]
      : []),
    ...(deal?.review === "approved" && deal.extensionRequestedAt !== null
      ? [about("extension_request", deal.extensionRequestedAt)]
      : []),
  ];
}

/** Everything that waits for somebody at the vendor. */
export function attentionOf(o: Onboarding, program: Program): readonly Attention[] {
  if (o.progress.state === "completed") return vendorAttention(o);
  if (isClosed(o)) return [];
  return [...peopleAttention(o, program), ...stageAttention(o), ...vendorAttention(o)];
}

export function statusOf(o: Onboarding, attention: readonly Attention[]): Status {
  if (o.progress.state !== "open") return o.progress.state;
  return attention.some(({ kind }) => PRESSING.includes(kind)) ? "action_required" : "in_progress";
}

const times = (state: StageState) => ({
  openedAt: state.state === "pending" ? null : state.openedAt,
  doneAt: state.state === "completed" || state.state === "waived" ? state.at : null,
});

function since(o: Onboarding): Instant {
  if (o.progress.state !== "open") return o.progress.state === "on_hold" ? o.progress.since : o.progress.at;
  const stage = openStage(o);
  const open = stage && times(o.stages[stage]).openedAt;
  if (open) return open;
  const done = Object.values(o.stages).map((state) => times(state).doneAt ?? o.startedAt);
  return done.reduce((latest, at) => (at > latest ? at : latest), o.startedAt);
}

function endedAt(o: Onboarding): Instant | null {
  return o.progress.state === "open" || o.progress.state === "on_hold" ? null : o.progress.at;
}

/** The row of the lists that belongs to a state. */
export function summarize(o: Onboarding, program: Program): Summary {
  const attention = attentionOf(o, program);
  const stage = openStage(o);
  const open = stage && o.stages[stage];
  const { first_deal: firstDeal } = o.stages;
  return {
    id: o.id,
    externalPartnerId: o.externalPartnerId,
    legalName: o.partner.legalName,
    partnerType: o.partner.type,
    country: o.partner.country,
    program: o.program.id,
    status: statusOf(o, attention),
    stage: currentStage(o),
    startedAt: o.startedAt,
    since: since(o),
    deadline: open?.state === "open" ? open.deadline : null,
    attention,
    times: {
      contract: times(o.stages.contract),
      training: times(o.stages.training),
      certification: times(o.stages.certification),
      first_deal: times(firstDeal),
    },
    firstDealAt: firstDeal.state === "completed" ? firstDeal.at : null,
    endedAt: endedAt(o),
  };
}
