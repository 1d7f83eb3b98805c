import { z } from "zod";
import { disturbanceSchema } from "./disturbances.ts";
import type { OidcServer } from "../oidc-server.ts";
import type { OperatorCommand, OperatorPlace } from "./operator-commands.ts";
import { proofOf } from "./proof.ts";
import type { Proof } from "./proof.ts";
import type { Entry, EntryOf } from "./recorder.ts";
import type { Stack } from "./start-stack.ts";
import { OUTSIDE } from "./outside-hosts.ts";
import { jsonReply, serve } from "./wire.ts";
import type { Listening } from "./wire.ts";

/** How a test file, which runs in another process than the stack, tells it what to do. */
export interface StackAddress {
  readonly controlUrl: string;
  readonly baseUrl: string;
  readonly apiOrigin: string;
  readonly providerUrl: string;
  readonly providerOrigin: string;
  /** What an operator has before them in the AWS console. */
  readonly place: OperatorPlace;
}

/** Under this address the functions reach what `expose` names. */
export const HOOKS_URL = `https://hooks.${OUTSIDE}`;

declare module "vitest" {
  interface ProvidedContext {
    stack: StackAddress;
  }
}

const commandSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("reset"), now: z.number() }),
  z.object({ do: z.literal("move"), ms: z.number() }),
  z.object({ do: z.literal("mails") }),
  z.object({ do: z.literal("claims"), claims: z.record(z.string(), z.unknown()) }),
  z.object({ do: z.literal("expose"), port: z.number() }),
  z.object({
    do: z.literal("run"),
    command: z.enum(["vendor", "program", "verify"]),
    args: z.array(z.string()).readonly(),
  }),
  z.object({ do: z.literal("settle"), leaving: z.literal("gathered").optional() }),
  z.object({ do: z.literal("faults") }),
  z.object({ do: z.literal("dead_letters") }),
  z.object({ do: z.literal("disturb"), calls: disturbanceSchema }),
  z.object({ do: z.literal("repeat_stream") }),
  z.object({ do: z.literal("end_disturbances") }),
  z.object({ do: z.literal("template"), type: z.string() }),
  z.object({ do: z.literal("mark") }),
  z.object({ do: z.literal("entries"), from: z.number() }),
  z.object({ do: z.literal("transitions") }),
  z.object({ do: z.literal("stored"), part: z.string() }),
  z.object({ do: z.literal("resources") }),
  z.object({ do: z.literal("proof") }),
]);

type Command = z.infer<typeof commandSchema>;
type CommandGiven = z.input<typeof commandSchema>;

interface ControlOptions {
  readonly stack: Stack;
  readonly provider: OidcServer;
  readonly run: OperatorCommand;
}

/** Lets time pass: what falls due is done, and once more if that brought anything about. */
async function move({ clock, rules, settle, recorder }: Stack, ms: number): Promise<void> {
  await settle();
  clock.move(ms);
  for (let round = 0; round < 2; round++) {
    const before = recorder.entries.length;
    rules.ring();
    await settle();
    const followed = recorder.entries
      .slice(before)
      .some((entry) => entry.kind === "invocation" && entry.trigger !== "schedule");
    if (!followed) return;
  }
}

/** What went wrong since it was asked the last time, also what the functions themselves logged as errors. */
function takeFaults(stack: Stack): readonly string[] {
  const { functions } = stack;
  const dead = takeDeadLetters(stack).map(({ queue, body }) => `in ${queue}: ${body.slice(0, 500)}`);
  return [...functions.faults.splice(0), ...functions.errors.splice(0), ...dead];
}

const lettersTaken = new WeakMap<Stack, number>();

/** What came into the queues since it was asked the last time. */
function takeDeadLetters(stack: Stack): readonly EntryOf<"dead_letter">[] {
  const all = stack.recorder.of("dead_letter");
  const fresh = all.slice(lettersTaken.get(stack) ?? 0);
  lettersTaken.set(stack, all.length);
  return fresh;
}

/** How many of each type the template makes. */
function countResources({ deployment }: Stack): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { type } of deployment.resources) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

async function obey({ stack, provider, run }: ControlOptions, command: Command): Promise<unknown> {
  switch (command.do) {
    case "reset":
      return stack.reset(command.now);
    case "move":
      return move(stack, command.ms);
    case "mails":
      return stack.mail.mails();
    case "claims":
      provider.claims = command.claims;
      return null;
    case "expose":
      stack.hooks.target = command.port;
      return null;
    case "run":
      return run(command.command, command.args);
    case "settle":
      return stack.settle(command.leaving);
    case "faults":
      return takeFaults(stack);
    case "dead_letters":
      return takeDeadLetters(stack);
    case "disturb":
      return stack.disturbances.add(command.calls);
    case "repeat_stream":
      return stack.disturbances.repeatStream();
    case "end_disturbances":
      return stack.disturbances.end();
    case "template":
      return stack.deployment.ofType(command.type).map(({ properties }) => properties);
    case "mark":
      return stack.recorder.entries.length;
    case "entries":
      return stack.recorder.entries.slice(command.from);
    case "transitions":
      return stack.machine().transitions();
    case "stored":
      return stack.meter.storedBytes(command.part);
    case "resources":
      return countResources(stack);
    case "proof":
      return proofOf(stack);
  }
}

export const serveStackControl = (options: ControlOptions): Promise<Listening> =>
  serve(async ({ body }) => {
    const command = commandSchema.parse(JSON.parse(body.toString("utf8")));
    return jsonReply(200, (await obey(options, command)) ?? null);
  });

type WithoutAnswer = "reset" | "move" | "claims" | "expose" | "settle" | "disturb" | "repeat_stream";

type Answers = Record<WithoutAnswer, null> & {
  readonly mails: Awaited<ReturnType<Stack["mail"]["mails"]>>;
  readonly proof: Proof;
  readonly entries: readonly Entry[];
  readonly run: string;
  readonly faults: readonly string[];
  readonly dead_letters: readonly EntryOf<"dead_letter">[];
  /** How often each one struck. */
  readonly end_disturbances: readonly number[];
  /** The properties of all resources of a type. */
  readonly template: readonly Readonly<Record<string, unknown>>[];
  readonly mark: number;
  readonly transitions: number;
  /** Bytes in the table and its indexes whose key has this part. */
  readonly stored: number;
  readonly resources: Readonly<Record<string, number>>;
};

/** Tells the stack to do something; throws what went wrong there. */
export async function tellStack<Do extends Command["do"]>(
  { controlUrl }: Pick<StackAddress, "controlUrl">,
  command: Extract<CommandGiven, { do: Do }>,
): Promise<Answers[Do]> {
  const response = await fetch(controlUrl, { method: "POST", body: JSON.stringify(command) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${command.do}: ${text}`);
  const answer: Answers[Do] = JSON.parse(text);
  return answer;
}
