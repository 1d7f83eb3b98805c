import * as fc from "fast-check";
import type { Answers, Command } from "../../domain/commands.ts";
import type { Actor } from "../../domain/events.ts";
import { contactId, MANAGER } from "../../domain/ids.ts";
import type { ContactId } from "../../domain/ids.ts";
import { isUnderReview } from "../../domain/deal.ts";
import { currentDeal, currentStage } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import type { Role, Stage } from "../../domain/program.ts";
import { after, ANNA, BEN, DAY, HOUR, makeDealForm, makeDocument } from "../make.ts";
import { makeProgram, makeTrack } from "../make-program.ts";
import {
  attempt,
  by,
  CARL,
  CARL_AS_NEW,
  ID,
  module,
  OPS,
  registration,
  review,
  rightAnswers,
  signature,
  SYSTEM,
} from "./run.ts";
import type { Run } from "./run.ts";

/** What a step of a random run is made of: which command, for whom, how it varies, and how long after the last. */
export interface Step {
  readonly pick: number;
  readonly who: ContactId;
  readonly vary: number;
  readonly wait: number;
  readonly actor: number;
  readonly again: boolean;
}

const note = (vary: number): string => (vary % 7 === 0 ? " " : "Because");
/** An onboarding that has ended shows little more. */
const rarely = (vary: number): string => (vary % 7 === 3 ? "Because" : "");
const pick = <T>(items: readonly [T, ...T[]], vary: number): T => items[vary % items.length] ?? items[0];
const track = (vary: number) => pick(["sales", "technical"] as const, vary);
const ROLES: readonly Role[] = ["sales", "technical"];

type Make = (run: Run, step: Step) => Command;

const answersFor = (run: Run, id: string, vary: number): Answers => {
  const { questions } = run.sheet(id);
  return vary % 3 === 0 ? {} : rightAnswers(questions);
};

function submit(run: Run, { who, vary }: Step): Command {
  const running = run.o.exams.find((exam) => exam.state === "in_attempt");
  const place = { contact: running?.contact ?? who, track: running?.track ?? track(vary) };
  if (running?.state !== "in_attempt") {
    const sheet = { questions: [], answers: {} };
    return { kind: "submit_attempt", ...place, attempt: "none", sheet, answers: {} };
  }
  const { attempt: id } = running;
  return {
    kind: "submit_attempt",
    ...place,
    attempt: id,
    sheet: run.sheet(id),
    answers: answersFor(run, id, vary),
  };
}

function correct(_: Run, { who, vary }: Step): Command {
  const form = makeDealForm(vary % 2 === 0 ? { need: "Wants something else than before." } : { value: 7 });
  return { kind: "correct_deal", contact: who, before: makeDealForm(), form, candidates: [] };
}

function register(_: Run, { who, vary }: Step): Command {
  const { customerName, customerDomain, customerCountry } = makeDealForm();
  const twin = { record: "acme.aaaaaaaa#1", customerName, customerDomain, customerCountry };
  const form = makeDealForm({ value: vary % 5 === 0 ? 0 : 10, targetCloseDate: "2029-12-31" });
  return { ...registration(), contact: who, form, candidates: vary % 2 === 0 ? [twin] : [] };
}

/** The command that takes the run further now, so that random runs get far. */
function forward(run: Run, step: Step): Command {
  const { o } = run;
  if (o.progress.state === "on_hold") return { kind: "resume", note: "Go on" };
  const next = currentStage(o);
  if (!next) return { kind: "finish" };
  return o.stages[next].state === "pending" ? { kind: "open_stage", stage: next } : FORWARD[next](run, step);
}

function forwardTraining({ o }: Run): Command {
  const [left] = o.enrollments.filter((item) => item.state === "enrolled" || item.state === "in_progress");
  if (!left) return { kind: "finish" };
  const done = left.state === "in_progress" ? left.modules : [];
  const id = `${left.track}-m${done.includes(`${left.track}-m1`) ? 2 : 1}`;
  return module(left.contact, left.track, id);
}

function forwardCertification(run: Run, step: Step): Command {
  const { exams } = run.o;
  const ready = exams.find((item) => item.state === "ready" || item.state === "cooling_down");
  if (!ready || exams.some((item) => item.state === "in_attempt")) return submit(run, step);
  return attempt(ready.contact, ready.track, `f${run.log.length}`);
}

function forwardContract({ o }: Run): Command {
  const { agreement } = o;
  if (agreement.state === "draft")
    return { kind: "send_agreement", signatory: agreement.signatory, document: makeDocument() };
  if (agreement.state === "sent") return { kind: "open_agreement", contact: agreement.signatory };
  return agreement.state === "opened" ? signature(agreement.signatory) : { kind: "countersign", note: "Yes" };
}

function forwardDeal(run: Run, step: Step): Command {
  const deal = currentDeal(run.o);
  if (deal?.review === "approved")
    return { kind: "change_deal_stage", contact: ANNA, stage: "won", note: "Yes" };
  if (deal?.review === "action_required") return correct(run, { ...step, vary: 0 });
  return isUnderReview(deal) ? review("approve") : register(run, { ...step, who: ANNA, vary: 1 });
}

const FORWARD: Readonly<Record<Stage, Make>> = {
  contract: forwardContract,
  training: forwardTraining,
  certification: forwardCertification,
  first_deal: forwardDeal,
};

const MAKERS: readonly [Make, ...Make[]] = [
  forward,
  (_, { vary }) => ({ kind: "open_stage", stage: pick(STAGES, vary) }),
  (_, { who }) => ({ kind: "send_agreement", signatory: who, document: makeDocument() }),
  () => ({ kind: "finish" }),
  ({ now }, { who, vary }) => ({
    kind: "record_bounce",
    contact: vary % 4 === 0 ? MANAGER : who,
    email: "1.0.0",
    ...(vary % 3 === 0 ? {} : { sentAt: after((vary - 40) * HOUR, now) }),
  }),
  (_, { who }) => ({ kind: "open_agreement", contact: who }),
  (_, { who, vary }) => ({ ...signature(who), consent: vary % 4 !== 0, authorized: vary % 5 !== 0 }),
  (_, { who, vary }) => ({ kind: "decline_agreement", contact: who, note: rarely(vary) }),
  (_, { who, vary }) => module(who, track(vary), `${track(vary)}-m${(vary % 3) + 1}`),
  (run, { who, vary }) => attempt(who, track(vary), `a${run.log.length}`),
  submit,
  register,
  correct,
  (_, { who, vary }) => ({ kind: "appeal_duplicate", contact: who, note: note(vary) }),
  (_, { who, vary }) => ({ kind: "withdraw_deal", contact: who, note: note(vary) }),
  (_, { who, vary }) => ({ kind: "request_extension", contact: who, note: note(vary) }),
  (_, { who, vary }) => ({
    kind: "change_deal_stage",
    contact: who,
    stage: pick(["qualified", "won", "lost"] as const, vary),
    note: note(vary),
  }),
  (_, { vary }) => ({ kind: "countersign", note: note(vary) }),
  (run, { vary }) => ({
    kind: "extend_deadline",
    deadline: after((vary - 2) * DAY, run.now),
    note: note(vary),
  }),
  (_, { vary }) => ({
    kind: "waive_stage",
    stage: pick(STAGES, vary),
    reason: "administrative",
    note: note(vary),
  }),
  (_, { who, vary }) => ({
    kind: "waive_training",
    contact: who,
    track: track(vary),
    reason: "equivalent",
    note: note(vary),
  }),
  (_, { who, vary }) => ({
    kind: "waive_certification",
    contact: who,
    track: track(vary),
    reason: "tested_out",
    note: note(vary),
  }),
  (_, { who, vary }) => ({ kind: "grant_attempt", contact: who, track: track(vary), note: note(vary) }),
  (run, { vary }) => ({
    kind: "revoke_certification",
    certificate: run.o.certifications.at(vary % 2)?.id ?? `${ID}.none`,
    note: note(vary),
  }),
  (_, { who, vary }) => ({ kind: "resend_link", contact: who, note: note(vary) }),
  (_, { who, vary }) => ({ kind: "reissue_link", contact: who, note: note(vary) }),
  (_, { who, vary }) => ({
    kind: "correct_address",
    contact: who,
    person: CARL_AS_NEW.person,
    renamed: vary % 3 === 0,
    moved: vary % 2 === 0,
    note: note(vary),
  }),
  () => ({ kind: "view_deal" }),
  (_, { vary }) => review("approve", vary % 2 === 0 ? ["need"] : []),
  (_, { vary }) => review(vary % 2 === 0 ? "reject" : "action_required", vary % 3 === 0 ? [] : ["need"]),
  (_, { vary }) => ({ kind: "decide_extension", grant: vary % 2 === 0, note: note(vary) }),
  (_, { vary }) => ({ kind: "put_on_hold", note: note(vary) }),
  (_, { vary }) => ({ kind: "resume", note: note(vary) }),
  (_, { vary }) => ({
    kind: "close",
    as: pick(["declined", "withdrawn", "expired"] as const, vary),
    note: rarely(vary),
  }),
  (_, { who, vary }) => ({
    kind: "hand_over",
    contact: who,
    to: pick<ContactId | typeof CARL_AS_NEW>([CARL_AS_NEW, ANNA, BEN], vary),
    note: note(vary),
  }),
  (_, { vary }) => ({
    kind: "add_contact",
    to: CARL_AS_NEW,
    roles: ROLES.slice(vary % 3),
    note: note(vary),
  }),
];

/** Nearly every second command takes the run further: blind chance would hardly sign the contract. */
export const commandOf = (run: Run, step: Step): Command => {
  const make = step.pick < 40 ? forward : pick(MAKERS, step.pick);
  return make(run, step);
};

export const actorOf = ({ actor, who }: Step): Actor => pick([OPS, SYSTEM, by(who)], actor);

export const aStep: fc.Arbitrary<Step> = fc.record({
  pick: fc.nat(40 + 2 * MAKERS.length),
  who: fc.constantFrom(ANNA, BEN, CARL, contactId("c9")),
  vary: fc.nat(40),
  wait: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(HOUR), fc.nat(3 * DAY), fc.nat({ max: 40 * DAY })),
  actor: fc.nat(2),
  again: fc.boolean(),
});

/** Programs that differ in what the rules ask about. */
export const aProgram = fc
  .record({
    countersignature: fc.boolean(),
    completesOn: fc.constantFrom("approved" as const, "won" as const),
    certifiedPeople: fc.integer({ min: 1, max: 2 }),
    deadlineDays: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ countersignature, completesOn, certifiedPeople, deadlineDays }) => {
    const base = makeProgram();
    return makeProgram({
      contract: { ...base.contract, countersignature },
      firstDeal: { ...base.firstDeal, completesOn },
      stages: { ...base.stages, training: { ...base.stages.training, deadlineDays } },
      tracks: [makeTrack("sales", { certifiedPeople }), makeTrack("technical")],
    });
  });

/** Where a random run begins: at the start, or in a stage to which the earlier ones were waived. */
export const aBeginning = fc.constantFrom(null, null, ...STAGES.slice(1), "first_deal" as const);

export function beginIn(run: Run, stage: Stage | null): Run {
  if (!stage) return run;
  for (const before of STAGES.slice(0, STAGES.indexOf(stage)))
    run.do({ kind: "waive_stage", stage: before, reason: "administrative", note: "Known partner" });
  run.do({ kind: "open_stage", stage });
  return run;
}
