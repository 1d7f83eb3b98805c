import type { Authority } from "./authority.ts";
import type { Deployment, Resource } from "./deployment.ts";
import type { Functions } from "./functions.ts";
import { pipe, readPipe } from "./pipe.ts";
import type { Pipe, PipeOptions } from "./pipe.ts";
import { mayUseQueue } from "./queue-policy.ts";
import type { Sender } from "./queue-policy.ts";
import { queuesOf } from "./queues.ts";
import type { Queue } from "./queues.ts";
import type { Entry, Recorder } from "./recorder.ts";

/** The queues of the template, and the pipes that read them. */
export interface Piping {
  readonly holds: (queueArn: string) => boolean;
  readonly send: (queueArn: string, body: string, sender: Sender) => void;
  /** Whether a window lasts as long as it says, though nothing else happens. */
  patient: boolean;
  /** Hands over what is gathered, window or not. `false` when nothing is. */
  readonly hurry: () => boolean;
  /** Messages that are worked on, or late. */
  readonly waiting: () => number;
  readonly stop: () => void;
}

interface PipingOptions {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly authority: Authority;
  readonly recorder: Recorder;
  readonly now: () => number;
}

const changesSomething = (entry: Entry): boolean =>
  entry.kind === "queue" || (entry.kind === "call" && entry.writeUnits > 0);

/** For how long nothing has been written or sent, in milliseconds of this machine. */
function stillness({ entries }: Recorder): () => number {
  let seen = 0;
  let since = Date.now();
  return () => {
    if (entries.slice(seen).some(changesSomething)) since = Date.now();
    seen = entries.length;
    return Date.now() - since;
  };
}

function openPipe(
  options: PipingOptions & Pick<PipeOptions, "stillFor">,
  queues: ReadonlyMap<string, Queue>,
  resource: Resource,
): readonly [Queue, Pipe] {
  const { functions, authority, recorder, now, stillFor } = options;
  const settings = readPipe(resource);
  const { source, target } = settings;
  const queue = queues.get(source);
  const may = (...needed: readonly (readonly [string, string])[]): boolean =>
    authority.actAs(
      resource.logicalId,
      needed.map(([action, on]) => ({ action, resource: on })),
    );
  if (!queue || !functions.find(target)) throw new Error(`${resource.logicalId} leads from or to nowhere`);
  if (!may(["sqs:ReceiveMessage", source], ["sqs:GetQueueAttributes", source]))
    throw new Error(`${resource.logicalId} may not read its queue`);
  const made = pipe({
    settings,
    queue,
    functions,
    mayInvoke: () => may(["lambda:InvokeFunction", target]),
    mayDelete: () => may(["sqs:DeleteMessage", source]),
    passed: (bytes) => recorder.note({ kind: "pipe", bytes }),
    now,
    stillFor,
  });
  return [queue, made];
}

export function runPipes(options: PipingOptions): Piping {
  const { deployment, functions } = options;
  const queues = queuesOf(deployment, options);
  const still = stillness(options.recorder);
  const stillFor = (): number => (piping.patient ? 0 : still());
  const pipes = deployment
    .ofType("AWS::Pipes::Pipe")
    .map((resource) => openPipe({ ...options, stillFor }, queues, resource));
  const piping: Piping = {
    patient: false,
    holds: (arn) => queues.has(arn),
    send(arn, body, sender) {
      if (!mayUseQueue(deployment, arn, sender)) {
        functions.faults.push(`${sender.service} may not send to ${arn} for ${sender.sourceArn}`);
        return;
      }
      queues.get(arn)?.send(body);
      for (const [queue, one] of pipes) if (queue.arn === arn) one.poke();
    },
    hurry: () => pipes.map(([, one]) => one.hurry()).includes(true),
    waiting: () => pipes.reduce((sum, [, one]) => sum + one.waiting(), 0),
    stop() {
      for (const [, one] of pipes) one.stop();
    },
  };
  return piping;
}
