import { readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { parseOnboardingId } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import type { Core } from "../../local/core.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { checkDoors } from "./check-doors.ts";
import { checkRun, unsettled } from "./check-run.ts";
import { setClockAhead } from "./clock-ahead.ts";
import { parseOrder } from "./order.ts";
import type { Moment, Said, ToldEffect } from "./order.ts";
import { inboxMails, relayedMails } from "./sent-mails.ts";
import type { SentMail } from "./sent-mails.ts";
import { sweepProgram } from "./sweep-program.ts";
import { webhookOf } from "./webhook.ts";

// node child.ts <order as JSON>: the real server on real files, and a partner and a vendor who do their part over
// HTTP. A line on standard output is written before anything else happens, so that it tells what was acknowledged.
const order = parseOrder(process.argv[2] ?? "");
const { dataDir, kill } = order;
const DATABASES = ["onboarding", "machine", "engine"];
const PATIENCE_MS = 120_000;
const program = await sweepProgram();

if (order.aheadMs > 0) setClockAhead(order.aheadMs);

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
  config: readConfig({
    DATA_DIR: dataDir,
    PORT: "0",
    ALLOW_LOOPBACK_WEBHOOKS: "true",
    ...(order.relay === null ? {} : { SMTP_URL: order.relay }),
  }),
  onFault: (where, fault) => say({ kind: "fault", where, text: text(fault) }),
  onWrite(now, file) {
    if (now === "before_commit") commits++;
    if (kill?.moment === now && kill.n === commits) process.kill(process.pid, "SIGKILL");
    if (order.journal && now === "after_commit") say({ kind: "moment", moment: moment(file) });
  },
});
say({ kind: "serving" });

/** Oldest first. */
const sentMails = (core: Core): readonly SentMail[] =>
  order.relay === null ? inboxMails(core) : relayedMails(dataDir);

/** From the webhook (sent again after a crash) to the end. */
async function onboard({ baseUrl, core, credentials }: RunningServer, partner: string): Promise<string> {
  if (!credentials) throw new Error("the folder has vendors of its own");
  const vendor = vendorClient(credentials);
  const { onboardingId: id } = await vendor.start(`crash_${partner}`, webhookOf(partner));
  say({ kind: "accepted", partner, id });
  await driveOnboarding({
    baseUrl,
    vendor,
    mails: async () => sentMails(core).toReversed(),
    program,
    id,
    console: async () => signIn(baseUrl, `${baseUrl}/console/sign-in#${await core.localLinks.issue()}`),
    say: () => {},
    patienceMs: PATIENCE_MS,
    pauseMs: 20,
  });
  return id;
}

/** Everything that was still to be done has been done. */
async function settled({ core }: RunningServer): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (unsettled(core) && Date.now() < until) await pause(10);
}

async function effectsOf({ store }: Core, ids: readonly string[]): Promise<ToldEffect[]> {
  const known = ids.flatMap((id) => parseOnboardingId(id) ?? []);
  const rows = await Promise.all(known.map((id) => store.effects.all(id)));
  return rows.flat().map(({ onboarding, key, effect, state, settledAt }) => {
    return { onboarding, key, kind: effect.kind, state, settledAt };
  });
}

const violations: string[] = [];
const effects: ToldEffect[] = [];
try {
  const ids = await Promise.all(order.partners.map((partner) => onboard(server, partner)));
  await settled(server);
  const mails = sentMails(server.core);
  const relayed = order.relay !== null;
  violations.push(
    ...(await checkRun(server.core, { dataDir, ids, anchored: order.anchored, mails, relayed })),
    ...(await checkDoors(server, { dataDir, ids, mails })),
  );
  effects.push(...(await effectsOf(server.core, ids)));
} catch (fault) {
  violations.push(`it did not come to its end: ${text(fault)}`);
}
say({ kind: "done", commits, violations, effects });
if (order.journal) process.kill(process.pid, "SIGKILL");
await server.close();
