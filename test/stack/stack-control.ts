import { z } from "zod";
import type { OidcServer } from "../oidc-server.ts";
import type { OperatorCommand } from "./operator-commands.ts";
import { proofOf } from "./proof.ts";
import type { Proof } from "./proof.ts";
import type { Entry } from "./recorder.ts";
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
    command: z.enum(["vendor", "program"]),
    args: z.array(z.string()).readonly(),
  }),
  z.object({ do: z.literal("settle") }),
  z.object({ do: z.literal("faults") }),
  z.object({ do: z.literal("mark") }),
  z.object({ do: z.literal("entries"), from: z.number() }),
  z.object({ do: z.literal("transitions") }),
  z.object({ do: z.literal("stored"), part: z.string() }),
  z.object({ do: z.literal("resources") }),
  z.object({ do: z.literal("proof") }),
]);

type Command = z.infer<typeof commandSchema>;

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
function takeFaults({ functions, recorder }: Stack): readonly string[] {
  const dead = recorder.of("dead_letter").map(({ queue, body }) => `in ${queue}: ${body.slice(0, 500)}`);
  return [...functions.faults.splice(0), ...functions.errors.splice(0), ...dead];
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
      return stack.settle();
    case "faults":
      return takeFaults(stack);
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

type WithoutAnswer = "reset" | "move" | "claims" | "expose" | "settle";

type Answers = Record<WithoutAnswer, null> & {
  readonly mails: Awaited<ReturnType<Stack["mail"]["mails"]>>;
  readonly proof: Proof;
  readonly entries: readonly Entry[];
  readonly run: string;
  readonly faults: readonly string[];
  readonly mark: number;
  readonly transitions: number;
  /** Bytes in the table and its indexes whose key has this part. */
  readonly stored: number;
  readonly resources: Readonly<Record<string, number>>;
};

/** Tells the stack to do something; throws what went wrong there. */
export async function tellStack<Do extends Command["do"]>(
  { controlUrl }: Pick<StackAddress, "controlUrl">,
  command: Extract<Command, { do: Do }>,
): Promise<Answers[Do]> {
  const response = await fetch(controlUrl, { method: "POST", body: JSON.stringify(command) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${command.do}: ${text}`);
  const answer: Answers[Do] = JSON.parse(text);
  return answer;
}
