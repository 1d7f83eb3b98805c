import { openEngine, type EngineOptions } from "../../../local/engine/engine.ts";

export const T0 = Date.UTC(2026, 0, 5, 12);
export const FUNCTION = "arn:aws:lambda:local:000000000000:function:open-stage";

type Call = { token: string; [name: string]: unknown };

/** An engine on a movable clock whose function `open-stage` remembers what it was called with. */
export function makeEngine(options: Partial<EngineOptions> = {}) {
  const time = { now: T0 };
  const calls: Call[] = [];
  const faults: unknown[] = [];
  const engine = openEngine({
    file: ":memory:",
    clock: () => time.now,
    onFault: (fault) => faults.push(fault),
    ...options,
    resources: {
      "open-stage": (payload) => {
        calls.push({ token: "", ...Object(payload) });
      },
      ...options.resources,
    },
  });

  return {
    engine,
    time,
    calls,
    faults,
    /** The token handed out last. */
    token: () => calls.at(-1)?.token ?? "",
    pass: async (seconds: number) => {
      time.now += seconds * 1000;
      await engine.run();
    },
    /** Creates a state machine and starts it, and runs what is due. */
    start: async (states: Record<string, unknown>, input: unknown = {}) => {
      await engine.createStateMachine({ name: "machine", definition: machine(states) });
      const { executionArn } = await engine.startExecution({
        stateMachine: "machine",
        input: JSON.stringify(input),
      });
      await engine.run();
      return executionArn;
    },
    result: (executionArn: string) => {
      const { status, output, error, cause } = engine.describeExecution(executionArn);
      return { status, ...(output === undefined ? {} : { output: JSON.parse(output) }), error, cause };
    },
    /** Each event with its id and that of the event it follows: `3 PassStateExited < 2`. */
    linked: (executionArn: string) =>
      engine
        .getExecutionHistory({ executionArn, maxResults: 1000 })
        .events.map(({ id, type, previousEventId }) => `${id} ${type} < ${previousEventId}`),
    types: (executionArn: string) =>
      engine.getExecutionHistory({ executionArn, maxResults: 1000 }).events.map(({ type }) => type),
  };
}

export type Made = ReturnType<typeof makeEngine>;

/** A definition; the first state named is where it starts. */
export function machine(states: Record<string, unknown>): string {
  return JSON.stringify({ QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states });
}

/** A Task that waits for its token. */
export function waitingTask(fields: object = {}) {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Arguments: {
      FunctionName: FUNCTION,
      Payload: { token: "{% $states.context.Task.Token %}", input: "{% $states.input %}" },
    },
    ...("Next" in fields ? {} : { End: true }),
    ...fields,
  };
}

/** A Task that calls a function and takes its answer. */
export function callTask(name: string, fields: object = {}) {
  return {
    Type: "Task",
    Resource: `arn:aws:lambda:local:000000000000:function:${name}`,
    ...("Next" in fields ? {} : { End: true }),
    ...fields,
  };
}

export function failing(name: string, message = "no luck"): () => never {
  return () => {
    const fault = new Error(message);
    fault.name = name;
    throw fault;
  };
}

/** Waits for a token, then five seconds, then for a token again. */
export const ASK_REST_ASK = machine({
  Ask: waitingTask({ Next: "Rest" }),
  Rest: { Type: "Wait", Seconds: 5, Next: "Then" },
  Then: waitingTask(),
});
