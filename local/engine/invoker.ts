import type { Json } from "./json.ts";
import type { Answer } from "./run-task.ts";
import type { Invocation } from "./turn.ts";

/** What a Task runs. It may run more than once for one Task state, as a Lambda function may. */
export type Resource = (payload: unknown) => unknown;

export type Invoker = {
  /** Calls the function; `done` gets its answer and settles when that is on disk. */
  launch(execution: number, invocation: Invocation, done: (answer: Answer) => Promise<void>): void;
  isRunning(execution: number, scheduled: number): boolean;
  /** Nobody waits any longer for the functions of this execution but those in `scheduled`. */
  keepOnly(execution: number, scheduled: readonly number[]): void;
  /** Resolves when no function is running, or is waited for. */
  idle(): Promise<void>;
  count(): number;
};

type Running = { ended: Promise<void>; abandon: () => void };

export function invoker(resources: Readonly<Record<string, Resource>>): Invoker {
  const running = new Map<number, Map<number, Running>>();
  const all = () => [...running.values()].flatMap((of) => [...of.values()]);

  function forget(execution: number, scheduled: number): void {
    const tasks = running.get(execution);
    tasks?.get(scheduled)?.abandon();
    tasks?.delete(scheduled);
    if (tasks?.size === 0) running.delete(execution);
  }

  return {
    launch(execution, invocation, done) {
      const { scheduled } = invocation;
      const { promise: ended, resolve: abandon } = Promise.withResolvers<void>();
      const tasks = running.get(execution) ?? new Map<number, Running>();
      running.set(execution, tasks.set(scheduled, { ended, abandon }));
      void call(resources, invocation)
        .then(done)
        .finally(() => forget(execution, scheduled));
    },
    isRunning: (execution, scheduled) => running.get(execution)?.has(scheduled) ?? false,
    keepOnly(execution, scheduled) {
      for (const known of running.get(execution)?.keys() ?? []) {
        if (!scheduled.includes(known)) forget(execution, known);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(all().map(({ ended }) => ended));
    },
    count: () => running.size,
  };
}

async function call(resources: Readonly<Record<string, Resource>>, invocation: Invocation): Promise<Answer> {
  const { functionName, payload } = invocation;
  const resource = resources[functionName] ?? resources[shortName(functionName)];
  if (!resource) {
    const cause = `Function not found: ${functionName}`;
    return { ok: false, failure: { error: "Lambda.ResourceNotFoundException", cause } };
  }
  try {
    const result = await resource(structuredClone(payload));
    const output: Json = JSON.parse(JSON.stringify(result ?? null));
    return { ok: true, output };
  } catch (fault) {
    return { ok: false, failure: failureOf(fault) };
  }
}

/** The name of an ARN `…:function:name:alias`. */
function shortName(functionName: string): string {
  const [, , , , , , name] = functionName.split(":");
  return name ?? functionName.split(":")[0] ?? functionName;
}

/** As Lambda's Node runtime reports what a handler throws. */
function failureOf(fault: unknown) {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  const trace = error.stack?.split("\n") ?? [];
  return {
    error: error.name,
    cause: JSON.stringify({ errorType: error.name, errorMessage: error.message, trace }),
  };
}
