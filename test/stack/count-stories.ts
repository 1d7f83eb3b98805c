import type { ActionCounts, Counts, StoryCounts } from "../../bench/cost/counts.ts";
import { stackWorld } from "../scenarios/stack-world.ts";
import type { CostStory } from "./cost-stories.ts";
import { costsOf } from "./ledger.ts";
import type { Costs } from "./ledger.ts";
import type { Entry } from "./recorder.ts";
import { tellStack } from "./stack-control.ts";
import type { StackAddress } from "./stack-control.ts";

// A Monday morning.
const START = "2026-11-23T09:00:00Z";

/** A piece of a story, and what was noted until nothing was under way any more. */
interface Piece {
  readonly what: string;
  readonly entries: readonly Entry[];
}

interface Told {
  readonly pieces: readonly Piece[];
  readonly transitions: number;
  readonly storedBytes: number;
}

const ofTick = (entry: Entry): boolean =>
  (entry.kind === "invocation" && entry.trigger === "schedule") ||
  (entry.kind === "event" && entry.type === "Scheduled Event");

/** The key that signs credentials is made once, and each of these worlds is new. */
const ofInstallation = (entry: Entry): boolean =>
  entry.kind === "call" && Object.keys(entry.writes ?? {}).includes("SIGNING-KEY");

type World = Awaited<ReturnType<typeof stackWorld>>;

/** Tells stories one after the other in a world of their own: in those that follow the functions have done everything once. */
async function tell(stack: StackAddress, stories: readonly CostStory[]): Promise<readonly Told[]> {
  const world = await stackWorld(stack, START);
  const told: Told[] = [];
  for (const story of stories) told.push(await tellIn(stack, world, story));
  await world.close();
  return told;
}

async function tellIn(stack: StackAddress, world: World, story: CostStory): Promise<Told> {
  const pieces: Piece[] = [];
  const before = await tellStack(stack, { do: "transitions" });
  let seen = await tellStack(stack, { do: "mark" });
  async function finish(what: string): Promise<void> {
    const all = await tellStack(stack, { do: "entries", from: seen });
    seen += all.length;
    pieces.push({ what, entries: all.filter((entry) => !ofInstallation(entry)) });
  }
  const run = await story({
    world,
    async measured(what, work) {
      const done = await work();
      await tellStack(stack, { do: "settle", leaving: "gathered" });
      await finish(what);
      return done;
    },
  });
  await tellStack(stack, { do: "settle" });
  await finish("what became of the mails");
  const transitions = (await tellStack(stack, { do: "transitions" })) - before;
  const storedBytes = await tellStack(stack, { do: "stored", part: run.id });
  return { pieces, transitions, storedBytes };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const rounded = (value: number): number => Number(value.toPrecision(3));
const sorted = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1)));

const warmOf = ({ functions }: Costs): number =>
  sum(Object.values(functions).map((one) => one.warmGbSeconds));

type Tick = Counts["tick"];

function storyCounts({ pieces, transitions, storedBytes }: Told, tick: Tick): StoryCounts {
  const all = pieces.flatMap(({ entries }) => entries);
  const ticks = all.filter((entry) => entry.kind === "invocation" && entry.trigger === "schedule").length;
  const whole = costsOf(all, transitions);
  const costs = costsOf(
    all.filter((entry) => !ofTick(entry)),
    transitions,
  );
  const documents = all.flatMap((entry) =>
    entry.kind === "call" && entry.operation === "PutObject" ? [entry.requestBytes] : [],
  );
  return {
    transitions,
    invocations: costs.invocations,
    functions: sorted(
      Object.fromEntries(Object.entries(costs.functions).map(([name, one]) => [name, one.invocations])),
    ),
    warmGbSeconds: rounded(warmOf(costs)),
    readUnits: whole.readUnits - ticks * tick.readUnits,
    writeUnits: whole.writeUnits - ticks * tick.writeUnits,
    writes: sorted(whole.writes),
    mails: costs.mails,
    httpRequests: costs.httpRequests,
    httpBytesOut: costs.httpBytesOut,
    s3Puts: costs.s3Puts,
    s3Gets: costs.s3Gets,
    busEvents: costs.busEvents,
    queueRequests: costs.queueRequests,
    pipeRequests: costs.pipeRequests,
    traces: costs.traces,
    logBytes: whole.logBytes - ticks * tick.logBytes,
    storedBytes,
    documentBytes: sum(documents),
  };
}

const PARTNER_SITE = "partner-site";

/** What a request of a partner's took by itself, and with all that followed. */
function actionCounts({ entries }: Piece): ActionCounts {
  const all = costsOf(entries, 0);
  const own = costsOf(
    entries.filter((entry) =>
      entry.kind === "call"
        ? entry.caller === PARTNER_SITE
        : entry.kind === "invocation" && entry.function === PARTNER_SITE,
    ),
    0,
  );
  return {
    invocations: own.invocations,
    writeUnits: own.writeUnits,
    writes: sorted(own.writes),
    allInvocations: all.invocations,
    allWriteUnits: all.writeUnits,
  };
}

export const PARTNER_ACTIONS = [
  "agreement signed",
  "module done",
  "exam handed in",
  "deal registered",
] as const;

function actionsOf({ pieces }: Told): Record<string, ActionCounts> {
  const most = (what: string): ActionCounts => {
    const [first] = pieces
      .filter((piece) => piece.what === what)
      .map(actionCounts)
      .toSorted((one, other) => other.allWriteUnits - one.allWriteUnits);
    if (!first) throw new Error(`nothing tells of "${what}"`);
    return first;
  };
  return Object.fromEntries(PARTNER_ACTIONS.map((what) => [what, most(what)]));
}

/** States entered, the tasks they invoke, and the invocations that start it and tell it of a stage's end. */
function workflowOf({ pieces, transitions }: Told): Counts["workflow"] {
  const all = pieces.flatMap(({ entries }) => entries);
  const tasks = all.filter((entry) => entry.kind === "invocation" && entry.trigger === "state_machine");
  const told = all.filter(
    (entry) => entry.kind === "call" && entry.service === "states" && entry.caller === "dispatch",
  );
  return { transitions, invocations: tasks.length + told.length };
}

/** One tick of a world in which there is nothing to do; the first one makes what is made once. */
async function tickCounts(stack: StackAddress): Promise<Tick> {
  const world = await stackWorld(stack, START);
  await world.moveTime?.(60_000);
  const before = await tellStack(stack, { do: "mark" });
  await world.moveTime?.(60_000);
  const costs = costsOf(await tellStack(stack, { do: "entries", from: before }), 0);
  await world.close();
  const { invocations, readUnits, writeUnits, logBytes } = costs;
  if (invocations !== 1) throw new Error(`an idle minute invokes ${invocations} functions`);
  return { warmGbSeconds: rounded(warmOf(costs)), readUnits, writeUnits, logBytes };
}

const costsOfStory = ({ pieces }: Told): Costs =>
  costsOf(
    pieces.flatMap(({ entries }) => entries),
    0,
  );

/** Loading, and what the same story took more where everything was done for the first time. */
function coldStart(first: Told, again: Told): Counts["coldStart"] {
  const costs = costsOfStory(first);
  const functions = Object.values(costs.functions);
  const starts = sum(functions.map(({ coldStarts }) => coldStarts));
  const loading = sum(functions.map(({ coldGbSeconds }) => coldGbSeconds));
  const more = Math.max(0, warmOf(costs) - warmOf(costsOfStory(again)));
  return { gbSeconds: rounded((loading + more) / Math.max(1, starts)) };
}

/** Tells every story on the stack and counts. */
export async function countStories(
  stack: StackAddress,
  stories: Readonly<Record<string, CostStory>>,
): Promise<Counts> {
  const tick = await tickCounts(stack);
  const happyStory = stories["happy_path"];
  if (!happyStory) throw new Error("there is no happy path");
  const [first, happy] = await tell(stack, [happyStory, happyStory]);
  if (!first || !happy) throw new Error("the happy path was not told twice");
  const told: [string, Told][] = [["happy_path", happy]];
  for (const [name, story] of Object.entries(stories)) {
    if (story === happyStory) continue;
    const [, one] = await tell(stack, [happyStory, story]);
    if (one) told.push([name, one]);
  }
  return {
    date: new Date().toISOString().slice(0, 10),
    stories: Object.fromEntries(told.map(([name, one]) => [name, storyCounts(one, tick)])),
    actions: actionsOf(happy),
    workflow: workflowOf(happy),
    coldStart: coldStart(first, happy),
    tick,
    resources: sorted(await tellStack(stack, { do: "resources" })),
  };
}
