import { readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { checkRun, unsettled } from "./check-run.ts";
import { parseOrder } from "./order.ts";
import type { Moment, Said } from "./order.ts";
import { sweepProgram } from "./sweep-program.ts";
import { webhookOf } from "./webhook.ts";

// node child.ts <order as JSON>: the real server on real files, and a partner and a vendor who do their part over
// HTTP. A line on standard output is written before anything else happens, so that it tells what was acknowledged.
const order = parseOrder(process.argv[2] ?? "");
const { dataDir, kill } = order;
const DATABASES = ["onboarding", "machine", "engine"];
const PATIENCE_MS = 120_000;
const program = await sweepProgram();

const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`);
const text = (fault: unknown): string =>
  fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);

const logSize = (name: string): number =>
  statSync(join(dataDir, `${name}.db-wal`), { throwIfNoEntry: false })?.size ?? 0;

function documents(): string[] {
  try {
    return readdirSync(join(dataDir, "documents"), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

function moment(file: string): Moment {
  const sizes = Object.fromEntries(DATABASES.map((name) => [name, logSize(name)]));
  return { file, sizes, documents: documents() };
}

let commits = 0;
const server = await startServer({
  config: readConfig({ DATA_DIR: dataDir, PORT: "0" }),
  onFault: (where, fault) => say({ kind: "fault", where, text: text(fault) }),
  onWrite(now, file) {
    if (now === "before_commit") commits++;
    if (kill?.moment === now && kill.n === commits) process.kill(process.pid, "SIGKILL");
    if (order.journal && now === "after_commit") say({ kind: "moment", moment: moment(file) });
  },
});
say({ kind: "serving" });

/** From the webhook (sent again after a crash) to the end. */
async function onboard({ baseUrl, core, credentials }: RunningServer, partner: string): Promise<string> {
  if (!credentials) throw new Error("the folder has vendors of its own");
  const vendor = vendorClient(credentials);
  const { onboardingId: id } = await vendor.start(`crash_${partner}`, webhookOf(partner));
  say({ kind: "accepted", partner, id });
  await driveOnboarding({
    baseUrl,
    vendor,
    program,
    id,
    console: async () => signIn(baseUrl, `${baseUrl}/console/sign-in#${await core.localLinks.issue()}`),
    say: () => {},
    patienceMs: PATIENCE_MS,
  });
  return id;
}

/** Everything that was still to be done has been done. */
async function settled({ core }: RunningServer): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (unsettled(core) && Date.now() < until) await pause(10);
}

const violations: string[] = [];
try {
  const ids = await Promise.all(order.partners.map((partner) => onboard(server, partner)));
  await settled(server);
  violations.push(...(await checkRun(server.core, { dataDir, ids, anchored: order.anchored })));
} catch (fault) {
  violations.push(`it did not come to its end: ${text(fault)}`);
}
say({ kind: "done", commits, violations });
if (order.journal) process.kill(process.pid, "SIGKILL");
await server.close();
