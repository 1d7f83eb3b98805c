import type { Branch, Failure, ForkPhase, Thread } from "./execution.ts";
import { handleFailure, isFatal } from "./handle-failure.ts";
import type { Json } from "./json.ts";
import type { MapState, ParallelState, States, Vars } from "./machine.ts";
import { EvaluationFault, evaluateNumber, evaluateTemplate, refuseType } from "./template.ts";
import { enter, leave, newThread, type At } from "./transition.ts";
import { bindings, checkSize, emit, record, type Outcome, type Step } from "./turn.ts";

type ForkState = MapState | ParallelState;
/** Moves one thread as far as it goes by itself. */
export type Drive = (at: At) => Promise<Outcome>;

const WIDEST_MAP = 40;

export async function startParallel(at: At, state: ParallelState, drive: Drive): Promise<Step> {
  const { turn, thread } = at;
  const input = state.arguments
    ? await evaluateTemplate(state.arguments, bindings(at), "Arguments")
    : thread.input;
  checkSize(input, `The input of the state '${thread.state}'`);
  emit({ turn, thread }, "ParallelStateStarted");
  const size = state.branches.length;
  thread.phase = { kind: "fork", branches: [], size, width: size };
  return continueFork(at, state, { drive, input, cleared: thread.last });
}

export async function startMap(at: At, state: MapState, drive: Drive): Promise<Step> {
  const { turn, thread } = at;
  const items = await mapItems(at, state);
  let width = WIDEST_MAP;
  for (const [location, template] of state.limits) {
    const value = await evaluateNumber(template, bindings(at), location);
    if (location === "MaxConcurrency" && value > 0) width = Math.min(width, value);
  }
  emit({ turn, thread }, "MapStateStarted", { length: items.length });
  thread.phase = { kind: "fork", branches: [], size: items.length, width, items };
  return continueFork(at, state, { drive, input: null, cleared: thread.last });
}

async function mapItems(at: At, state: MapState): Promise<Json[]> {
  const location = "Items";
  const { input } = at.thread;
  const value = state.items ? await evaluateTemplate(state.items, bindings(at), location) : input;
  if (Array.isArray(value)) return value;
  if (state.items) refuseType("array", { value, template: state.items, location });
  throw new EvaluationFault(`Map state input must be an array but was: ${JSON.stringify(value)}`);
}

/** `cleared` is the event that a branch begun now follows; `input` is what the branches of a Parallel get. */
type Going = { drive: Drive; input: Json; cleared: number };

/** Moves every open branch on by what has happened, then begins more, until nothing moves or one has failed. */
export async function resumeFork(at: At, state: ForkState, drive: Drive): Promise<Step> {
  const { phase } = at.thread;
  if (phase.kind !== "fork") return { kind: "waiting" };
  let { last } = at.thread;
  for (const [index, branch] of phase.branches.entries()) {
    if (!("thread" in branch)) continue;
    const step = await moveBranch(at, state, { index, thread: branch.thread, drive });
    if (step.failure) return failFork(at, state, step);
    last = step.cleared ?? last;
  }
  return continueFork(at, state, { drive, input: null, cleared: last });
}

async function continueFork(at: At, state: ForkState, going: Going): Promise<Step> {
  const { phase } = at.thread;
  if (phase.kind !== "fork") return { kind: "waiting" };
  let { cleared } = going;
  let begun = await beginBranches(at, state, going);
  while (begun.length > 0) {
    for (const { index, thread } of begun) {
      const step = await moveBranch(at, state, { index, thread, drive: going.drive });
      if (step.failure) return failFork(at, state, step);
      cleared = step.cleared ?? cleared;
    }
    begun = await beginBranches(at, state, { ...going, cleared });
  }
  const outputs = phase.branches.flatMap((branch) => ("output" in branch ? [branch.output] : []));
  if (outputs.length < phase.size) return { kind: "waiting" };
  return leave(at, {
    type: state.type,
    via: state,
    fallback: outputs,
    result: outputs,
    succeeded: `${state.type}StateSucceeded`,
  });
}

type Begun = { index: number; thread: Thread };

async function beginBranches(at: At, state: ForkState, going: Going): Promise<Begun[]> {
  const { phase } = at.thread;
  const begun: Begun[] = [];
  if (phase.kind !== "fork") return begun;
  while (phase.branches.length < phase.size && openBranches(phase) < phase.width) {
    const index = phase.branches.length;
    const thread = await beginBranch(at, state, { ...going, index });
    phase.branches.push({ thread });
    begun.push({ index, thread });
  }
  return begun;
}

async function beginBranch(at: At, state: ForkState, going: Going & { index: number }): Promise<Thread> {
  const { turn, thread: parent } = at;
  const { index } = going;
  const thread = newThread(going.input, going.cleared);
  if (parent.item) thread.item = parent.item;
  if (state.type === "Parallel") return thread;
  const value = parent.phase.kind === "fork" ? (parent.phase.items?.[index] ?? null) : null;
  emit({ turn, thread }, "MapIterationStarted", { index, name: parent.state });
  thread.item = { Index: index, Value: value };
  thread.input = state.itemSelector
    ? await evaluateTemplate(state.itemSelector, bindings(at, { item: thread.item }), "ItemSelector")
    : value;
  checkSize(thread.input, `The input of an iteration of '${parent.state}'`);
  return thread;
}

type Moved = { failure?: Failure; cleared?: number; index: number };

async function moveBranch(
  at: At,
  state: ForkState,
  branch: { index: number; thread: Thread; drive: Drive },
): Promise<Moved> {
  const { turn, thread: parent } = at;
  const { index, thread } = branch;
  const scope = { states: statesOf(state, index), vars: varsWithin(at) };
  const below = { turn, thread, scope };
  if (thread.state === "") enter(below, scope.states.startAt, thread.input);
  const outcome = await branch.drive(below);
  if (outcome.kind === "waiting") return { index };
  const cleared = thread.last;
  const details = { index, name: parent.state };
  if (outcome.kind === "failed") {
    parent.last = thread.last;
    const told = state.type === "Map" && !isFatal(outcome.failure);
    if (told) record(turn, ["MapIterationFailed", thread.last, details]);
    return { index, failure: outcome.failure };
  }
  if (state.type === "Map") emit({ turn, thread }, "MapIterationSucceeded", details);
  parent.last = thread.last;
  if (parent.phase.kind === "fork") parent.phase.branches[index] = { output: outcome.output };
  return { index, cleared };
}

/** The other branches are given up; their functions may still run, but nobody listens. */
async function failFork(at: At, state: ForkState, { failure = {}, index }: Moved): Promise<Step> {
  const { thread } = at;
  if (thread.phase.kind === "fork" && !isFatal(failure)) {
    for (const [other, branch] of thread.phase.branches.entries()) {
      if (other !== index) abort(at, state, { branch, index: other });
    }
  }
  thread.phase = { kind: "entered" };
  return handleFailure(at, state, failure);
}

function abort({ turn, thread: parent }: At, state: ForkState, at: { branch: Branch; index: number }): void {
  if (!("thread" in at.branch)) return;
  const { thread } = at.branch;
  const current = statesOf(state, at.index).byName.get(thread.state);
  // AWS links these to the last event of the branch that failed.
  if (current) record(turn, [`${current.type}StateAborted`, parent.last]);
  if (state.type === "Map")
    record(turn, ["MapIterationAborted", parent.last, { index: at.index, name: parent.state }]);
}

function statesOf(state: ForkState, index: number): States {
  const states = state.type === "Map" ? state.processor : state.branches[index];
  if (!states) throw new Error(`The state ${state.name} has no branch ${index}`);
  return states;
}

function varsWithin({ scope, thread }: At): Vars {
  return { ...scope.vars, ...thread.vars };
}

function openBranches({ branches }: ForkPhase): number {
  return branches.filter((branch) => "thread" in branch).length;
}
