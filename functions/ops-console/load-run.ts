import { isUnderReview } from "../../domain/deal.ts";
import type { LoggedEvent } from "../../domain/events.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { parseOnboardingId, vendorOf } from "../../domain/ids.ts";
import { currentDeal } from "../../domain/onboarding.ts";
import type { Operator } from "../../domain/operator.ts";
import type { Stored } from "../../domain/ports.ts";
import { summarize } from "../../domain/summarize.ts";
import { LOG_FILTERS } from "../../views/console/run-view.ts";
import type { DealView, RunView } from "../../views/console/run-view.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { covers, deskOf } from "./respond.ts";

const COMMITS = 500;

async function wholeLog({ onboardings }: OpsConsoleDeps, id: OnboardingId): Promise<readonly LoggedEvent[]> {
  const log: LoggedEvent[] = [];
  let after = 0;
  for (;;) {
    const commits = await onboardings.commits(id, after, COMMITS);
    log.push(...commits.flatMap(({ events }) => events));
    after = commits.at(-1)?.rev ?? after;
    if (commits.length < COMMITS) return log;
  }
}

function lastSubmission(log: readonly LoggedEvent[]): number {
  return log.findLastIndex(
    ({ event }) =>
      event.type === "deal_registration.submitted" || event.type === "deal_registration.resubmitted",
  );
}

interface DealSources {
  readonly stored: Stored;
  readonly log: readonly LoggedEvent[];
  readonly operator: Operator;
}

/** What is under review stays closed until this operator has opened this very version. */
async function dealOf(
  deps: OpsConsoleDeps,
  { stored, log, operator }: DealSources,
): Promise<DealView | null> {
  const { onboarding } = stored;
  const deal = currentDeal(onboarding);
  const at = lastSubmission(log);
  const version = log[at]?.id;
  if (!deal || !version) return null;
  const looked = log
    .slice(at)
    .some(
      ({ event, actor }) =>
        event.type === "deal_registration.viewed" &&
        actor.kind === "operator" &&
        actor.operator === operator.id,
    );
  const opened = looked || !isUnderReview(deal);
  const form = opened ? await deps.onboardings.record(onboarding.id, "deal", String(deal.number)) : null;
  return { opened, form, version };
}

async function programOf({ programs }: OpsConsoleDeps, { onboarding }: Stored) {
  const { id, version } = onboarding.program;
  const program = await programs.version(id, version);
  if (!program) throw new Error(`${onboarding.id}: program ${id}/${version} is gone`);
  return program;
}

type Extras = Partial<Pick<RunView, "open" | "flash">>;

/** The id of the run in the address; `null` when it is none, or of a vendor the operator does not cover. */
export function runIdOf(c: ConsoleContext): OnboardingId | null {
  const id = parseOnboardingId(c.req.param("id") ?? "");
  return id && covers(c.get("operator"), vendorOf(id)) ? id : null;
}

/** All there is to show of the run in the address; `null` when there is none for this operator. */
export async function loadRun(
  c: ConsoleContext,
  deps: OpsConsoleDeps,
  { open = null, flash = null }: Extras = {},
): Promise<RunView | null> {
  const id = runIdOf(c);
  const stored = id && (await deps.onboardings.load(id));
  if (!id || !stored) return null;
  const [program, people, notes, log, effects, deliveries, vendor] = await Promise.all([
    programOf(deps, stored),
    deps.onboardings.records(id, "person"),
    deps.onboardings.records(id, "note"),
    wholeLog(deps, id),
    deps.effects.all(id),
    deps.deliveries.of(id),
    deps.vendors.get(vendorOf(id)),
  ]);
  return {
    desk: deskOf(c, deps, vendor),
    stored,
    program,
    summary: summarize(stored.onboarding, program),
    people,
    notes,
    log,
    effects,
    deliveries,
    deal: await dealOf(deps, { stored, log, operator: c.get("operator") }),
    definition: deps.workflowDefinition,
    filter: LOG_FILTERS.find((filter) => filter === c.req.query("show")) ?? "all",
    open,
    flash,
  };
}
