import { z } from "zod";
import type { OidcServer } from "../oidc-server.ts";
import type { OperatorCommand } from "./operator-commands.ts";
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
  z.object({ do: z.literal("run"), command: z.enum(["vendor", "program"]), args: z.array(z.string()).readonly() }),
  z.object({ do: z.literal("settle") }),
  z.object({ do: z.literal("faults") }),
  z.object({ do: z.literal("entries"), from: z.number() }),
  z.object({ do: z.literal("transitions") }),
]);

type Command = z.infer<typeof commandSchema>;

interface ControlOptions {
  readonly stack: Stack;
  readonly provider: OidcServer;
  readonly run: OperatorCommand;
}

/** Lets time pass: what falls due is done, and once more what became due only by that. */
async function move({ clock, rules, settle }: Stack, ms: number): Promise<void> {
  clock.move(ms);
  for (let round = 0; round < 2; round++) {
    await settle();
    rules.ring();
    await settle();
  }
}

function takeFaults({ functions, recorder }: Stack): readonly string[] {
  const dead = recorder.of("dead_letter").map(({ queue, body }) => `in ${queue}: ${body.slice(0, 500)}`);
  return [...functions.faults.splice(0), ...dead];
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
    case "entries":
      return stack.recorder.entries.slice(command.from);
    case "transitions":
      return stack.machine().transitions();
  }
}

export const serveStackControl = (options: ControlOptions): Promise<Listening> =>
  serve(async ({ body }) => {
    const command = commandSchema.parse(JSON.parse(body.toString("utf8")));
    return jsonReply(200, (await obey(options, command)) ?? null);
  });

type Answers = Record<Exclude<Command["do"], "mails" | "entries" | "run" | "faults" | "transitions">, null> & {
  readonly mails: Awaited<ReturnType<Stack["mail"]["mails"]>>;
  readonly entries: readonly Entry[];
  readonly run: string;
  readonly faults: readonly string[];
  readonly transitions: number;
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
