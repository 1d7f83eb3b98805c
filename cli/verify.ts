import { parseArgs } from "node:util";
import { parseOnboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import { dataDir } from "./data-dir.ts";
import { verifyLogs } from "./verify-logs.ts";

const USAGE = `npm run verify [-- ONBOARDING-ID ...]
Checks the logs in DATA_DIR (./data unless set): every commit's hash, that the state is what the log amounts to,
and the anchors. Without an id, all of them. Exit code 1 when a log was tampered with.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function idOf(text: string): OnboardingId {
  const id = parseOnboardingId(text);
  if (!id) throw new Error(`"${text}" is not an onboarding id`);
  return id;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" } },
});
if (values.help) {
  say(USAGE);
} else {
  const { checked, broken } = await verifyLogs(dataDir(), positionals.map(idOf), say);
  say(`${checked} logs checked, ${broken} broken`);
  process.exitCode = broken > 0 ? 1 : 0;
}
