import { z } from "zod";
import type { Authority } from "./authority.ts";
import type { Deployment } from "./deployment.ts";
import type { Functions, Invocation } from "./functions.ts";
import type { Recorder } from "./recorder.ts";

/** Invocations that nobody waits for: tried again when they fail, then put where the template says. */
export interface AsyncInvocations {
  readonly put: (invocation: Invocation) => void;
  readonly waiting: () => number;
}

const configSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().default(2),
  DestinationConfig: z
    .object({ OnFailure: z.object({ Destination: z.string() }).optional() })
    .default({ OnFailure: undefined }),
});

const deadLetterSchema = z.object({ DeadLetterConfig: z.object({ TargetArn: z.string() }).optional() });

interface Config {
  readonly retries: number;
  readonly queue: string | null;
}

function configOf(deployment: Deployment, name: string): Config {
  const given = deployment
    .ofType("AWS::Lambda::EventInvokeConfig")
    .map(({ properties }) => configSchema.parse(properties))
    .find(({ FunctionName }) => FunctionName === name);
  const own = deadLetterSchema.parse(deployment.byId(name)?.properties ?? {}).DeadLetterConfig?.TargetArn;
  return {
    retries: given?.MaximumRetryAttempts ?? 2,
    queue: given?.DestinationConfig.OnFailure?.Destination ?? own ?? null,
  };
}

interface AsyncOptions {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly authority: Authority;
  readonly recorder: Recorder;
}

export function asyncInvocations({
  deployment,
  functions,
  authority,
  recorder,
}: AsyncOptions): AsyncInvocations {
  let waiting = 0;

  /** Lambda writes to the queue in the name of the function. */
  function giveUp(invocation: Invocation, queue: string | null): void {
    const one = functions.find(invocation.arn);
    const sends = queue !== null && { action: "sqs:SendMessage", resource: queue };
    if (!one || !sends || !authority.actAs(one.label, [sends])) {
      functions.faults.push(`what ${one?.label ?? invocation.arn} could not do is lost: ${String(queue)}`);
      return;
    }
    recorder.note({ kind: "dead_letter", queue: sends.resource, body: JSON.stringify(invocation.event) });
  }

  async function work(invocation: Invocation): Promise<void> {
    const name = functions.find(invocation.arn)?.name ?? invocation.arn;
    const { retries, queue } = configOf(deployment, name);
    for (let attempt = 0; attempt <= retries; attempt++) {
      // AWS waits a minute, then two, before it tries again.
      const { ok } = await functions.invoke(invocation);
      if (ok) return;
    }
    giveUp(invocation, queue);
  }

  return {
    put(invocation) {
      waiting++;
      void work(invocation).finally(() => waiting--);
    },
    waiting: () => waiting,
  };
}
