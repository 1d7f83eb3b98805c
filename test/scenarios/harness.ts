import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, inject } from "vitest";
import type { WebClient } from "../../cli/web-client.ts";
import { localWorld } from "./local-world.ts";
import type { OidcProvider } from "../oidc-provider.ts";
import type { StackAddress } from "../stack/stack-control.ts";
import { stackWorld } from "./stack-world.ts";

/** Where a story takes place: a running product, known by its public surface and by how time moves there. */
export interface World {
  readonly place: "one_machine" | "aws";
  readonly baseUrl: string;
  /** The vendor whose partners the stories tell of. */
  readonly vendor: VendorAccess;
  /** Milliseconds since 1970, by the product's clock. */
  readonly now: () => number;
  /** Lets so much time pass and does what fell due by then. `null` where time cannot be moved. */
  readonly moveTime: ((ms: number) => Promise<void>) | null;
  /** What was mailed so far, oldest first. */
  readonly mails: () => Promise<readonly SentMail[]>;
  /** A browser that is signed in to the console; `claims` are what the identity provider says, where there is one. */
  readonly signIn: (claims?: Readonly<Record<string, unknown>>) => Promise<WebClient>;
  /** `npm run vendor -- …`, `npm run program -- …` on this product; what they printed. */
  readonly run: (command: "vendor" | "program", ...args: readonly string[]) => Promise<string>;
  /** The address under which the product reaches a server of the test's, which listens on this loopback port. */
  readonly expose: (port: number) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sentAt: string;
}

export interface VendorAccess {
  readonly vendorId: string;
  readonly webhookSecret: string;
  readonly apiKey: string;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface WorldOptions {
  /** When the story begins: a Monday morning, unless said. */
  readonly startAt?: string;
  /** Who says what somebody may do in the console; without one everybody is an admin. */
  readonly provider?: OidcProvider;
}

const MONDAY = "2026-11-23T09:00:00Z";

/** Opens a world: the synthesized stack where that is running, else one machine. */
export function openWorld({ startAt = MONDAY, provider }: WorldOptions = {}): Promise<World> {
  const stack: StackAddress | undefined = inject("stack");
  return stack ? stackWorld(stack, startAt) : localWorld({ startAt, provider });
}

/** One world for all stories of a file. */
export function useWorld(options: WorldOptions = {}): () => World {
  let world: World | null = null;
  beforeAll(async () => {
    world = await openWorld(options);
  });
  afterAll(async () => {
    await world?.close();
  });
  return () => {
    if (!world) throw new Error("the world is not open yet");
    return world;
  };
}

/** How to let time pass here; the story is skipped where it cannot be moved. */
export function time(world: World, skip: (why: string) => never): (ms: number) => Promise<void> {
  return world.moveTime ?? skip("time cannot be moved here");
}

const PATIENCE = 45_000;

/** Asks again until there is an answer: what is accepted need not have happened yet. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  const giveUpAt = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`waited in vain: ${what}`);
    await pause(20);
  }
}
