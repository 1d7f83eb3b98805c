import { nextDue } from "../../domain/agenda.ts";
import type { Answers, Command, Decision, Refusal } from "../../domain/commands.ts";
import { decide } from "../../domain/decide.ts";
import type { MailKind, Effect } from "../../domain/effect.ts";
import { effectsOf } from "../../domain/effects-of.ts";
import type { Actor, DomainEvent, EventType, LoggedEvent } from "../../domain/events.ts";
import { evolve, fold } from "../../domain/evolve.ts";
import { ACME, after, ANNA, BEN, makeDealForm, makeDocument, makeStart, T0 } from "../make.ts";
import { contactId, eventId, onboardingId } from "../../domain/ids.ts";
import type { ContactId, Instant } from "../../domain/ids.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import type { Program, Stage } from "../../domain/program.ts";
import type { AttemptSheet, RecordWrite } from "../../domain/records.ts";
import type { Result } from "../../domain/result.ts";
import { start } from "../../domain/start.ts";
import type { StartRequest } from "../../domain/start.ts";
import { makeProgram } from "../make-program.ts";

export const ID = onboardingId(ACME, "k3v9x2m7q4a1");
export const CARL = contactId("c3");
export const OPS: Actor = { kind: "operator", operator: "olga" };
export const SYSTEM: Actor = { kind: "system", name: "workflow" };
export const by = (contact: ContactId): Actor => ({ kind: "contact", contact });

/** A new person, as named in a hand-over. */
export const CARL_AS_NEW = {
  person: { name: "Carl Neu", email: "carl@musterhaus.example" },
  locale: "de",
} as const;

/** Answers that are all right, by the sample program: option `a`. */
export const rightAnswers = (questions: readonly { readonly id: string }[]): Answers =>
  Object.fromEntries(questions.map(({ id }) => [id, ["a"]]));

/** The option that is wrong in the sample program. */
export const wrongAnswersTo = (questions: readonly { readonly id: string }[]): Answers =>
  Object.fromEntries(questions.map(({ id }) => [id, ["b"]]));

export interface Run {
  readonly program: Program;
  now: Instant;
  readonly o: Onboarding;
  readonly log: readonly LoggedEvent[];
  /** All effects so far, in order. */
  readonly effects: readonly Effect[];
  readonly records: ReadonlyMap<string, RecordWrite>;
  wait(ms: number): Run;
  tell(command: Command, actor?: Actor): Result<Decision, Refusal>;
  /** Carries it out, and gives the facts; throws when it is refused. */
  do(command: Command, actor?: Actor): readonly DomainEvent[];
  /** The refusal; throws when it is carried out. */
  refused(command: Command, actor?: Actor): Refusal;
  /** Lets time do what it does at this moment. */
  tick(): readonly DomainEvent[];
  /** Ticks at each time something falls due until then. */
  until(time: Instant): Run;
  nextDue(): Instant | null;
  sheet(attempt: string): AttemptSheet;
  mails(kind: MailKind): readonly ContactId[];
  logged<T extends EventType>(type: T): readonly Extract<DomainEvent, { type: T }>[];
}

/** One onboarding driven by commands under a clock that the test moves. */
export function startRun({
  program = makeProgram(),
  request = makeStart(),
}: {
  program?: Program;
  request?: StartRequest;
} = {}): Run {
  const log: LoggedEvent[] = [];
  const effects: Effect[] = [];
  const records = new Map<string, RecordWrite>();
  let rev = 0;
  let state: Onboarding | null = null;

  function commit(decision: Decision, actor: Actor, at: Instant) {
    for (const record of decision.records) records.set(`${record.kind}/${record.key}`, record);
    if (decision.facts.length === 0) return;
    rev++;
    const events = decision.facts.map(({ event }, index) => ({ id: eventId(rev, index), at, actor, event }));
    log.push(...events);
    state = state ? events.reduce((now, { event }) => evolve(now, event, at), state) : fold(ID, events);
    for (const event of events)
      effects.push(...effectsOf(event, { onboarding: state, program, outbound: false }));
  }

  const run: Run = {
    program,
    now: T0,
    get o() {
      if (!state) throw new Error("not started");
      return state;
    },
    log,
    effects,
    records,
    wait(ms) {
      run.now = after(ms, run.now);
      return run;
    },
    tell(command, actor = OPS) {
      const result = decide(run.o, command, { now: run.now, actor, program });
      if (result.ok) commit(result.value, actor, run.now);
      return result;
    },
    do(command, actor) {
      const result = run.tell(command, actor);
      if (!result.ok) throw new Error(`${command.kind} is refused: ${JSON.stringify(result.error)}`);
      return result.value.facts.map(({ event }) => event);
    },
    refused(command, actor) {
      const result = run.tell(command, actor);
      if (result.ok) throw new Error(`${command.kind} is not refused: ${JSON.stringify(result.value.facts)}`);
      return result.error;
    },
    tick() {
      const running = run.o.exams.filter((exam) => exam.state === "in_attempt");
      const sheets = Object.fromEntries(running.map(({ attempt }) => [attempt, run.sheet(attempt)]));
      return run.do({ kind: "tick", sheets }, { kind: "system", name: "tick" });
    },
    until(time) {
      for (let due = run.nextDue(); due !== null && due <= time; due = run.nextDue()) {
        if (due > run.now) run.now = due;
        if (run.tick().length === 0) break;
      }
      run.now = time;
      return run;
    },
    nextDue: () => nextDue(run.o, program, run.now),
    sheet(attempt) {
      const record = records.get(`attempt/${attempt}`);
      if (record?.kind !== "attempt") throw new Error(`no sheet of ${attempt}`);
      return record.value;
    },
    mails: (kind) =>
      effects.flatMap((effect) => (effect.kind === "mail" && effect.mail === kind ? [effect.to] : [])),
    logged: (type) =>
      log.flatMap(({ event }) =>
        event.type === type ? [event as Extract<DomainEvent, { type: typeof type }>] : [],
      ),
  };
  commit(start(request, program), { kind: "vendor", webhookId: "msg_1" }, T0);
  return run;
}

const SHA = makeDocument().sha256;
export const seen = {
  ip: "192.0.2.1",
  userAgent: "test",
  linkId: "l",
  mailId: "m",
  name: "Anna Schmidt",
  email: "a@b.example",
  statement: "I may sign.",
  consent: "I agree.",
};

export const signature = (contact: ContactId = ANNA) =>
  ({
    kind: "sign_agreement",
    contact,
    typedName: "Anna Schmidt",
    authorized: true,
    consent: true,
    sha256: SHA,
    seen,
  }) as const;

/** Opens the stage, sends the agreement, has it read. */
export function read(run: Run): Run {
  run.do({ kind: "open_stage", stage: "contract" }, SYSTEM);
  run.do({ kind: "send_agreement", signatory: run.o.agreement.signatory, document: makeDocument() }, SYSTEM);
  run.do({ kind: "open_agreement", contact: run.o.agreement.signatory }, by(ANNA));
  return run;
}

export function signed(run: Run): Run {
  read(run).do(signature(), by(ANNA));
  return run;
}

export const module = (contact: ContactId, track: string, id: string) =>
  ({
    kind: "complete_module",
    contact,
    track,
    module: id,
    answers: rightAnswers([{ id: `${id}-q1` }]),
  }) as const;

export function learn(run: Run, contact: ContactId, track: string): Run {
  run.do(module(contact, track, `${track}-m1`), by(contact));
  run.do(module(contact, track, `${track}-m2`), by(contact));
  return run;
}

export const attempt = (contact: ContactId, track: string, id: string) =>
  ({ kind: "start_attempt", contact, track, attempt: id, random: [0.3, 0.7, 0.1, 0.9, 0.5] }) as const;

export const submission = (
  run: Run,
  place: { contact: ContactId; track: string; attempt: string },
  answers: Answers = rightAnswers(run.sheet(place.attempt).questions),
) => ({ kind: "submit_attempt", ...place, sheet: run.sheet(place.attempt), answers }) as const;

export function sit(
  run: Run,
  place: { contact: ContactId; track: string; attempt: string },
  right = true,
): Run {
  run.do(attempt(place.contact, place.track, place.attempt), by(place.contact));
  const { questions } = run.sheet(place.attempt);
  run.do(submission(run, place, right ? rightAnswers(questions) : wrongAnswersTo(questions)));
  return run;
}

export const registration = (changes = {}) =>
  ({ kind: "register_deal", contact: ANNA, form: makeDealForm(changes), candidates: [] }) as const;

/** An onboarding in which everything before that stage is done, and the stage is open. */
export function openIn(stage: Stage, run: Run = startRun()): Run {
  if (stage === "contract") {
    run.do({ kind: "open_stage", stage }, SYSTEM);
    return run;
  }
  signed(run);
  if (run.o.agreement.state === "signed") run.do({ kind: "countersign", note: "Welcome" });
  run.do({ kind: "open_stage", stage: "training" }, SYSTEM);
  if (stage === "training") return run;
  learn(run, ANNA, "sales");
  learn(run, BEN, "technical");
  run.do({ kind: "open_stage", stage: "certification" }, SYSTEM);
  if (stage === "certification") return run;
  sit(run, { contact: ANNA, track: "sales", attempt: "a1" });
  sit(run, { contact: BEN, track: "technical", attempt: "b1" });
  run.do({ kind: "open_stage", stage: "first_deal" }, SYSTEM);
  return run;
}

export const review = (
  decision: "approve" | "reject" | "action_required",
  fields: readonly ("need" | "value")[] = [],
) => ({ kind: "review_deal", decision, fields, note: `Decided: ${decision}` }) as const;

/** All four stages done. */
export function completed(run: Run = startRun()): Run {
  openIn("first_deal", run).do(registration(), by(ANNA));
  run.do(review("approve"));
  run.do({ kind: "finish" }, SYSTEM);
  return run;
}

export const types = (events: readonly DomainEvent[]): string[] => events.map(({ type }) => type);
