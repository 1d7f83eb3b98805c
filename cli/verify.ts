import { join } from "node:path";
import { parseArgs } from "node:util";
import { anchorFile } from "../adapters/anchor-file.ts";
import { openNodeSecrets } from "../adapters/node-secrets.ts";
import { openSqliteStore } from "../adapters/sqlite-store.ts";
import { parseOnboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Onboardings } from "../domain/ports.ts";
import { verifyLog } from "../functions/verify-log.ts";
import { dataDir } from "./data-dir.ts";

const USAGE = `npm run verify [-- ONBOARDING-ID ...]
Checks the logs in DATA_DIR (./data unless set): every commit's hash, that the state is what the log amounts to,
and the anchors. Without an id, all of them. Exit code 1 when a log was tampered with.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function* everyId(onboardings: Onboardings): AsyncGenerator<OnboardingId> {
  let cursor: string | undefined;
  do {
    const page = await onboardings.list({ vendors: "all", order: "newest", limit: 500, cursor });
    for (const { id } of page.items) yield id;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function* named(texts: readonly string[]): AsyncGenerator<OnboardingId> {
  for (const text of texts) {
    const id = parseOnboardingId(text);
    if (!id) throw new Error(`"${text}" is not an onboarding id`);
    yield id;
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" } },
});
if (values.help) {
  say(USAGE);
} else {
  const folder = dataDir();
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac });
  const anchors = anchorFile(join(folder, "anchors.jsonl"));
  const deps = { onboardings: store.onboardings, hmac, anchor: (id: OnboardingId) => anchors.last(id) };
  let checked = 0;
  let broken = 0;
  for await (const id of positionals.length > 0 ? named(positionals) : everyId(store.onboardings)) {
    const wrong = await verifyLog(deps, id);
    checked++;
    if (wrong) {
      broken++;
      say(`${id}: ${wrong}`);
    }
  }
  store.close();
  say(`${checked} logs checked, ${broken} broken`);
  process.exitCode = broken > 0 ? 1 : 0;
}
