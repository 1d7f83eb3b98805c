import { join } from "node:path";
import { anchorFile } from "../adapters/anchor-file.ts";
import { openNodeSecrets } from "../adapters/node-secrets.ts";
import { openSqliteStore } from "../adapters/sqlite-store.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Onboardings } from "../domain/ports.ts";
import { verifyLog } from "../functions/verify-log.ts";

export interface Verified {
  readonly checked: number;
  readonly broken: number;
}

async function* everyId(onboardings: Onboardings): AsyncGenerator<OnboardingId> {
  let cursor: string | undefined;
  do {
    const page = await onboardings.list({ vendors: "all", order: "newest", limit: 500, cursor });
    for (const { id } of page.items) yield id;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const unreadable = (fault: unknown): string =>
  `it cannot be read (${fault instanceof Error ? fault.message : String(fault)})`;

/** Checks the logs of a data folder, those named or all, and says what is wrong with each that is broken. */
export async function verifyLogs(
  folder: string,
  ids: readonly OnboardingId[],
  say: (line: string) => void,
): Promise<Verified> {
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac });
  const { onboardings } = store;
  const anchors = anchorFile(join(folder, "anchors.jsonl"));
  const deps = { onboardings, hmac, anchor: (id: OnboardingId) => anchors.last(id) };
  const count = { checked: 0, broken: 0 };
  try {
    for await (const id of ids.length > 0 ? ids : everyId(onboardings)) {
      const wrong = await verifyLog(deps, id).catch(unreadable);
      count.checked++;
      if (wrong === null) continue;
      count.broken++;
      say(`${id}: ${wrong}`);
    }
  } finally {
    store.close();
  }
  return count;
}
