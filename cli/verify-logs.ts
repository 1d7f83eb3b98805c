import { join } from "node:path";
import { anchorFile } from "../adapters/anchor-file.ts";
import type { ReadAnchors } from "../adapters/anchor-file.ts";
import { openNodeSecrets } from "../adapters/node-secrets.ts";
import { openSqliteStore } from "../adapters/sqlite-store.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Onboardings } from "../domain/ports.ts";
import type { Hmac } from "../domain/world.ts";
import { verifyLog } from "../functions/verify-log.ts";

export interface Verified {
  readonly checked: number;
  readonly broken: number;
}

type Say = (line: string) => void;

export interface Logs {
  readonly onboardings: Onboardings;
  readonly hmac: Hmac;
  readonly anchors: ReadAnchors | null;
}

/** Those that are there, then those that an anchor says were there. */
async function* everyId({ onboardings, anchors }: Logs): AsyncGenerator<OnboardingId> {
  const seen = new Set<OnboardingId>();
  let cursor: string | undefined;
  do {
    const page = await onboardings.list({ vendors: "all", order: "newest", limit: 500, cursor });
    for (const { id } of page.items) {
      seen.add(id);
      yield id;
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  for (const id of (await anchors?.ids()) ?? []) if (!seen.has(id)) yield id;
}

const LOOKS = 3;

/** A log that is being written to may look broken between two reads: it is so when it stays so. */
async function wrongWith({ onboardings, hmac, anchors }: Logs, id: OnboardingId): Promise<string | null> {
  const anchor = async () => anchors?.last(id) ?? null;
  let wrong: string | null = null;
  for (let look = 0; look < LOOKS; look++) {
    wrong = await verifyLog({ onboardings, hmac, anchor }, id);
    if (wrong === null) return null;
  }
  return wrong;
}

/** What makes this log unreadable. A table that fails as a whole is thrown. */
function unreadable(fault: unknown): string {
  if (fault instanceof Error && fault.name === "DynamoFault") throw fault;
  return `it cannot be read (${fault instanceof Error ? fault.message : String(fault)})`;
}

/** Checks logs, those named or all, says what is wrong with each that is broken, and how many have an anchor. */
export async function checkLogs(
  logs: Logs,
  ids: readonly OnboardingId[],
  say: Say,
): Promise<Verified & { readonly anchored: number }> {
  const count = { checked: 0, broken: 0, anchored: 0 };
  for await (const id of ids.length > 0 ? ids : everyId(logs)) {
    const wrong = await wrongWith(logs, id).catch(unreadable);
    count.checked++;
    if (await logs.anchors?.last(id)) count.anchored++;
    if (wrong === null) continue;
    count.broken++;
    say(`${id}: ${wrong}`);
  }
  return count;
}

/** Opens the logs of a data folder; its own anchors, or a copy that was kept elsewhere. */
export async function withFolderLogs<T>(
  { folder, anchors }: { readonly folder: string; readonly anchors?: string | undefined },
  work: (logs: Logs) => Promise<T>,
): Promise<T> {
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac });
  try {
    const { onboardings } = store;
    return await work({ onboardings, hmac, anchors: anchorFile(anchors ?? join(folder, "anchors.jsonl")) });
  } finally {
    store.close();
  }
}

/** `checkLogs` of a data folder, with its own anchors. */
export async function verifyLogs(folder: string, ids: readonly OnboardingId[], say: Say): Promise<Verified> {
  const { checked, broken } = await withFolderLogs({ folder }, (logs) => checkLogs(logs, ids, say));
  return { checked, broken };
}
