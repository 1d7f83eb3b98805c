import { join } from "node:path";
import { anchorFile } from "../../adapters/anchor-file.ts";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { numberIn, textIn } from "../../adapters/sqlite-row.ts";
import { parseOnboardingId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { LoggedEvent } from "../../domain/events.ts";
import { STAGES } from "../../domain/program.ts";
import { verifyLog } from "../../functions/verify-log.ts";
import type { Core } from "../../local/core.ts";
import type { SentMail } from "./sent-mails.ts";

export interface CheckedRun {
  readonly dataDir: string;
  /** What the webhooks were answered. */
  readonly ids: readonly string[];
  readonly anchored: boolean;
  /** Oldest first. */
  readonly mails: readonly SentMail[];
  /** Through a relay a mail may come again, after a crash, under the same key. */
  readonly relayed: boolean;
}

/** Something is still to be done now: an effect, or an execution. */
export function unsettled({ store, engine }: Pick<Core, "store" | "engine">): boolean {
  const left = store.database.prepare("SELECT 1 FROM todo WHERE state IN ('due', 'claimed') LIMIT 1").get();
  return left !== undefined || engine.listExecutions({ statusFilter: "RUNNING" }).executions.length > 0;
}

function stageViolations(log: readonly LoggedEvent[]): string[] {
  const said = log.flatMap(({ event }) =>
    event.type === "stage.opened" || event.type === "stage.completed" ? [`${event.type} ${event.stage}`] : [],
  );
  const wanted = STAGES.flatMap((stage) => [`stage.opened ${stage}`, `stage.completed ${stage}`]);
  return said.join() === wanted.join() ? [] : [`I3: the stages went ${said.join(", ")}`];
}

/** A mail's try may last five seconds after its stage was seen open. */
const TRY_MS = 5000;

async function mailViolations(
  core: Core,
  id: OnboardingId,
  { log, check }: { log: readonly LoggedEvent[]; check: CheckedRun },
): Promise<string[]> {
  const mine = check.mails.filter(({ key }) => key.startsWith(`${id}/`));
  const mails = check.relayed ? [...new Map(mine.map((mail) => [mail.key, mail])).values()] : mine;
  const effects = await core.store.effects.all(id);
  const violations: string[] = [];
  for (const { effect, key, state } of effects) {
    if (effect.kind !== "mail") continue;
    const sent = mails.filter((mail) => mail.key === `${id}/${key}`);
    // Through a relay it may have gone out without our knowing, and its stage may have ended before it could again.
    const mayBe = state === "done" ? [1] : state === "dropped" && check.relayed ? [0, 1] : [0];
    if (!mayBe.includes(sent.length))
      violations.push(
        `one mail per key: ${effect.mail} ${key} is ${state} and was sent ${sent.length} times`,
      );
    const over = log.find(({ event }) => event.type === "stage.completed" && event.stage === effect.stage);
    const late = sent.filter((mail) => over && mail.sentAt > over.at + TRY_MS);
    if (late.length > 0) violations.push(`I4: ${effect.mail} ${key} was sent after its stage had ended`);
  }
  const twice = mails.filter((mail, at) =>
    mails.some((other, before) => before < at && other.kind === mail.kind && other.to === mail.to),
  );
  return [...violations, ...twice.map(({ kind, to }) => `one mail per event: ${kind} to ${to} came twice`)];
}

async function effectViolations({ store, engine }: Core, id: OnboardingId): Promise<string[]> {
  const left = (await store.effects.all(id)).filter(({ state }) => state !== "done" && state !== "dropped");
  const task = await store.tasks.get(id);
  const executions = engine
    .listExecutions({ maxResults: 1000 })
    .executions.filter(({ name }) => name.startsWith(`${id}-`))
    .map(({ name, status }) => `${name} ${status}`);
  return [
    ...left.map(
      ({ key, effect, state, lastError }) => `I9: ${effect.kind} ${key} is ${state} (${lastError})`,
    ),
    ...(task ? [`I9: the task of ${task.stage} is still there`] : []),
    ...(executions.join() === `${id}-1 SUCCEEDED` ? [] : [`I9: its executions: ${executions.join(", ")}`]),
  ];
}

function partnerViolations({ store }: Core): string[] {
  const rows = store.database
    .prepare(
      "SELECT external_id, count(*) AS many FROM onboarding GROUP BY vendor, external_id, program HAVING many > 1",
    )
    .all();
  return rows.map((row) => `I1: ${textIn(row, "external_id")} has ${numberIn(row, "many")} onboardings`);
}

async function violationsOf(core: Core, text: string, check: CheckedRun): Promise<string[]> {
  const id = parseOnboardingId(text);
  const stored = id && (await core.store.onboardings.load(id));
  if (!id || !stored) return [`I2: ${text} was accepted and is gone`];
  const { hmac } = await openNodeSecrets(check.dataDir, join(check.dataDir, "onboarding.db"));
  const anchors = anchorFile(join(check.dataDir, "anchors.jsonl"));
  const { onboardings } = core.store;
  const broken = await verifyLog(
    { onboardings, hmac, anchor: async (one) => (check.anchored ? anchors.last(one) : null) },
    id,
  );
  const log = (await onboardings.commits(id, 0, 1000)).flatMap(({ events }) => events);
  const { state } = stored.onboarding.progress;
  return [
    ...(state === "completed" ? [] : [`I2: it is ${state} and not completed`]),
    ...(broken === null ? [] : [`I8: ${broken}`]),
    ...stageViolations(log),
    ...(await mailViolations(core, id, { log, check })),
    ...(await effectViolations(core, id)),
  ].map((violation) => `${id}: ${violation}`);
}

/** What does not hold of onboardings that were accepted and driven to their end. */
export async function checkRun(core: Core, check: CheckedRun): Promise<string[]> {
  const each = await Promise.all(check.ids.map((id) => violationsOf(core, id, check)));
  return [...partnerViolations(core), ...each.flat()];
}
