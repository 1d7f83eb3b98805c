import type { Entry, Trigger } from "./recorder.ts";

export interface FunctionCosts {
  readonly invocations: number;
  /** Billed duration times the memory of the template. Taken on this machine, which has other cores than Lambda. */
  readonly gbSeconds: number;
  /** As above, from the time its process had on a core. */
  readonly cpuGbSeconds: number;
  readonly coldStarts: number;
  /** What loading took, a part of `gbSeconds`. */
  readonly coldGbSeconds: number;
  /**
   * Loading left out: the time on a core, with as much of one as Lambda gives (all of it for 1,769 MB), and waiting for
   * other services as long as they usually take. So it depends little on how busy this machine is.
   */
  readonly warmGbSeconds: number;
}

/** What a piece of work took of the services that are billed by use. */
export interface Costs {
  readonly transitions: number;
  readonly functions: Readonly<Record<string, FunctionCosts>>;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** By what was written. */
  readonly writes: Readonly<Record<string, number>>;
  readonly mails: number;
  readonly httpRequests: number;
  readonly httpBytesOut: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  readonly secretReads: number;
  /** Events that rules took from the bus, schedules aside. */
  readonly busEvents: number;
  /** Of queues; the polling of a quiet queue aside. */
  readonly queueRequests: number;
  /** What pipes are paid for: messages, by their size. */
  readonly pipeRequests: number;
  /** Invocations that begin a trace. Those by a state machine, an execution's, and those by a function go on with another's. */
  readonly traces: number;
  /** Of the functions' own lines. */
  readonly logBytes: number;
  /** By caller, operation and service, for a closer look. */
  readonly calls: Readonly<Record<string, number>>;
}

const NO_FUNCTION: FunctionCosts = {
  invocations: 0,
  gbSeconds: 0,
  cpuGbSeconds: 0,
  coldStarts: 0,
  coldGbSeconds: 0,
  warmGbSeconds: 0,
};

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const MB_FOR_A_CORE = 1769;

// https://aws.amazon.com/eventbridge/pricing/
const PIPE_REQUEST_BYTES = 64 * 1024;

/**
 * The SDK hands the trace of a function on with each of its calls, and an active function or an execution goes on with
 * the trace it is handed. https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
const GOES_ON: ReadonlySet<Trigger> = new Set(["async", "sync", "state_machine"]);

/** How long a call of a service is waited for; of `lambda`, on top of what the function called takes. */
const USUAL_MS: Readonly<Record<string, number>> = { aws: 0, lambda: 30, ses: 100, states: 30, s3: 30 };
const USUALLY_MS = 10;
/** The one function that others wait for. */
const WAITED_FOR = "make-pdf";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function entriesOf<Kind extends Entry["kind"]>(entries: readonly Entry[], kind: Kind) {
  return entries.filter((entry): entry is Extract<Entry, { readonly kind: Kind }> => entry.kind === kind);
}

function functionsIn(entries: readonly Entry[]): Record<string, FunctionCosts> {
  const costs: Record<string, FunctionCosts> = {};
  const memory = new Map<string, number>();
  for (const { function: name, durationMs, cpuMs, initMs, memoryMb } of entriesOf(entries, "invocation")) {
    const before = costs[name] ?? NO_FUNCTION;
    const perMs = memoryMb / 1024 / 1000;
    memory.set(name, memoryMb);
    // Loading is billed like running.
    const billedMs = Math.ceil(durationMs + (initMs ?? 0));
    const slowedMs = cpuMs * Math.max(1, MB_FOR_A_CORE / memoryMb);
    costs[name] = {
      invocations: before.invocations + 1,
      gbSeconds: before.gbSeconds + billedMs * perMs,
      cpuGbSeconds: before.cpuGbSeconds + cpuMs * perMs,
      coldStarts: before.coldStarts + (initMs === null ? 0 : 1),
      coldGbSeconds: before.coldGbSeconds + (initMs ?? 0) * perMs,
      warmGbSeconds: before.warmGbSeconds + slowedMs * perMs,
    };
  }
  for (const { caller, waitingMs } of waitsIn(
    entries,
    averageMs(costs[WAITED_FOR], memory.get(WAITED_FOR)),
  )) {
    const [before, memoryMb] = [costs[caller], memory.get(caller)];
    if (!before || memoryMb === undefined) continue;
    costs[caller] = { ...before, warmGbSeconds: before.warmGbSeconds + (waitingMs * memoryMb) / 1024 / 1000 };
  }
  return costs;
}

/** How long each call kept its caller waiting. */
const waitsIn = (entries: readonly Entry[], pdfMs: number) =>
  entriesOf(entries, "call").map(({ caller, service }) => ({
    caller,
    waitingMs: (USUAL_MS[service] ?? USUALLY_MS) + (service === "lambda" ? pdfMs : 0),
  }));

const averageMs = (costs = NO_FUNCTION, memoryMb = 1024): number =>
  (costs.warmGbSeconds * 1024 * 1000) / memoryMb / Math.max(1, costs.invocations);

function callsIn(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { caller, service, operation } of entriesOf(entries, "call")) {
    if (service === "aws") continue;
    const name = `${caller} ${service}:${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function writesIn(entries: readonly Entry[]): Record<string, number> {
  const units: Record<string, number> = {};
  for (const { writes = {} } of entriesOf(entries, "call")) {
    for (const [what, count] of Object.entries(writes)) units[what] = (units[what] ?? 0) + count;
  }
  return units;
}

/** Adds up what was recorded. What an operator's command or the runner itself called is left out. */
export function costsOf(all: readonly Entry[], transitions: number): Costs {
  const names = new Set(entriesOf(all, "invocation").map((entry) => entry.function));
  const entries = all.filter((entry) => entry.kind !== "call" || names.has(entry.caller));
  const calls = entriesOf(entries, "call");
  const http = entriesOf(entries, "http");
  const functions = functionsIn(entries);
  const count = (service: string, ...operations: readonly string[]): number =>
    calls.filter((call) => call.service === service && operations.includes(call.operation)).length;
  return {
    transitions,
    functions,
    invocations: sum(Object.values(functions).map(({ invocations }) => invocations)),
    gbSeconds: sum(Object.values(functions).map(({ gbSeconds }) => gbSeconds)),
    readUnits: sum(calls.map(({ readUnits }) => readUnits)),
    writeUnits: sum(calls.map(({ writeUnits }) => writeUnits)),
    writes: writesIn(calls),
    mails: entriesOf(entries, "mail").length,
    httpRequests: http.length,
    httpBytesOut: sum(http.map(({ responseBytes }) => responseBytes)),
    s3Puts: count("s3", "PutObject"),
    s3Gets: count("s3", "GetObject", "HeadObject"),
    secretReads: count("secretsmanager", "GetSecretValue"),
    busEvents: entriesOf(entries, "event").filter(({ type }) => type !== "Scheduled Event").length,
    queueRequests: sum(entriesOf(entries, "queue").map(({ requests }) => requests)),
    pipeRequests: sum(entriesOf(entries, "pipe").map(({ bytes }) => Math.ceil(bytes / PIPE_REQUEST_BYTES))),
    traces: entriesOf(entries, "invocation").filter(({ trigger }) => !GOES_ON.has(trigger)).length,
    logBytes: sum(entriesOf(entries, "log").map(({ bytes }) => bytes)),
    calls: callsIn(entries),
  };
}
