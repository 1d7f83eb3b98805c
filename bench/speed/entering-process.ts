import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { keyedHmac } from "../../adapters/derived-keys.ts";
import { randomId } from "../../adapters/node-random.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { SqliteStore } from "../../adapters/sqlite-store.ts";
import { sha256Hex } from "../../adapters/standard-webhooks.ts";
import { instant } from "../../domain/ids.ts";
import { parsePartnerApproved } from "../../functions/partner-approved.ts";
import type { StartRequest } from "../../functions/start-onboarding.ts";
import { prepare } from "../../local/first-start.ts";
import { journaledStarts } from "../../local/journaled-starts.ts";
import { answerQuestions } from "./answering.ts";
import { ownUsage } from "./own-usage.ts";
import { webhookOf } from "./webhook.ts";

const orderSchema = z.object({ folder: z.string(), warm: z.int(), starts: z.int() });

const BASE_URL = "http://127.0.0.1:8080";
/** As many come together as the flood has connections. */
const TOGETHER = 64;
/** Seldom, because looking is counted too. */
const LOOK_MS = 50;

type Asking = (webhookId: string) => StartRequest;

/** Webhooks as `receiver` understands them, but for the signature. */
async function asking({ vendors, programs }: SqliteStore): Promise<Asking> {
  const [vendor] = await vendors.list();
  const program = await programs.current("reseller");
  if (!vendor || !program) throw new Error("the store has no vendor or no program");
  return (webhookId) => {
    const body = webhookOf(webhookId);
    const request = parsePartnerApproved(JSON.parse(body), program);
    if (!request.ok) throw new Error(JSON.stringify(request.error));
    return { vendor, program, request: request.value, webhookId, bodyHash: sha256Hex(Buffer.from(body)) };
  };
}

/** The store and its journal as the server opens them; nobody works on what is entered. */
async function openStarts(folder: string) {
  const hmac = keyedHmac(randomBytes(32));
  const store = openSqliteStore({ file: join(folder, "onboarding.db"), soleOwner: true, hmac });
  await prepare({ dataDir: folder, baseUrl: BASE_URL, consoleUrl: BASE_URL }, { store, hmac });
  const ask = await asking(store);
  const faults: Error[] = [];
  let isBusy = false;
  const starts = journaledStarts({
    ...store,
    hmac,
    randomId,
    clock: () => instant(Date.now()),
    baseUrl: BASE_URL,
    onFault: (where, cause) => faults.push(new Error(where, { cause })),
    isBusy: () => isBusy,
  });
  return {
    /** A flood. How many of it then wait in the journal: all but a few, which were entered meanwhile. */
    async accept(name: string, count: number): Promise<number> {
      isBusy = true;
      for (let from = 0; from < count; from += TOGETHER) {
        const some = Math.min(TOGETHER, count - from);
        await Promise.all(Array.from({ length: some }, (_, n) => starts.start(ask(`${name}-${from + n}`))));
      }
      return Number(store.database.prepare("SELECT count(*) AS rows FROM journal").get()?.["rows"]);
    },
    /** The flood is over: resolves when nothing is left in the journal. */
    async enter(): Promise<void> {
      isBusy = false;
      while (store.journal.after(0, 1).length > 0) {
        for (const fault of faults) throw fault;
        await pause(LOOK_MS);
      }
    },
    close: () => store.close(),
  };
}

/** What this process uses for entering, after it has entered some others to be warm. */
async function enterStarts({ folder, warm, starts }: z.infer<typeof orderSchema>) {
  mkdirSync(folder, { recursive: true });
  const intake = await openStarts(folder);
  await intake.accept("warm", warm);
  await intake.enter();
  const entered = await intake.accept("real", starts);
  const before = ownUsage();
  await intake.enter();
  const cpuMs = ownUsage().cpuMs - before.cpuMs;
  intake.close();
  return { entered, cpuMs };
}

answerQuestions({ enter: (order) => enterStarts(orderSchema.parse(order)) });
