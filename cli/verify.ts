import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseOnboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import { dataDir } from "./data-dir.ts";
import { deploymentIn } from "./deployment.ts";
import type { Deployment } from "./deployment.ts";
import { loggedAnchors } from "./logged-anchors.ts";
import { onDeployment } from "./on-deployment.ts";
import { checkLogs, withFolderLogs } from "./verify-logs.ts";

const USAGE = `npm run verify [-- ONBOARDING-ID ...] [--anchors FILE]
Checks the logs in DATA_DIR (./data unless set): every commit's hash, that the state is what the log amounts to,
and the anchors. Without an id, all of them. Exit code 1 when a log was tampered with.
With TABLE, BUCKET and SECRET set, checks those of that deployed stage; its anchors are in the functions' logs, and
docs/aws.md says how to fetch them into FILE. Without --anchors only the chains are checked there.
--anchors on a data folder: a copy of anchors.jsonl that was kept elsewhere.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function idOf(text: string): OnboardingId {
  const id = parseOnboardingId(text);
  if (!id) throw new Error(`"${text}" is not an onboarding id`);
  return id;
}

interface Order {
  readonly ids: readonly OnboardingId[];
  readonly anchors: string | undefined;
}

async function onTable(deployment: Deployment, { ids, anchors: file }: Order) {
  const anchors = file === undefined ? null : await loggedAnchors(file);
  return onDeployment(deployment, ({ onboardings, hmac }) =>
    checkLogs({ onboardings, hmac, anchors }, ids, say),
  );
}

function onFolder({ ids, anchors }: Order) {
  // A missing file of its own only says that nothing was anchored yet.
  if (anchors !== undefined && !existsSync(anchors)) throw new Error(`${anchors} does not exist`);
  return withFolderLogs({ folder: dataDir(), anchors }, (logs) => checkLogs(logs, ids, say));
}

const ONLY_CHAINS =
  "Only the chains were checked: a log cut short or taken away is seen with --anchors FILE (docs/aws.md).";

async function verify(order: Order): Promise<number> {
  const deployment = deploymentIn(process.env);
  const { checked, broken, anchored } = await (deployment ? onTable(deployment, order) : onFolder(order));
  say(`${checked} logs checked, ${broken} broken`);
  if (deployment) say(order.anchors === undefined ? ONLY_CHAINS : `${anchored} of them have an anchor`);
  return broken > 0 ? 1 : 0;
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { anchors: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) say(USAGE);
  else process.exitCode = await verify({ ids: positionals.map(idOf), anchors: values.anchors });
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
