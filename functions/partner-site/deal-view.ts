import type { DealRegistration } from "../../domain/deal.ts";
import { hasNote } from "../../domain/events.ts";
import type { LoggedEvent } from "../../domain/events.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Onboardings } from "../../domain/ports.ts";
import type { DealView } from "../../views/partner/deal-page.ts";
import type { Scene } from "./scene.ts";

const PAGE = 200;

async function eventsOf(onboardings: Onboardings, id: OnboardingId): Promise<readonly LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (let after = 0; ;) {
    const commits = await onboardings.commits(id, after, PAGE);
    events.push(...commits.flatMap((commit) => commit.events));
    const last = commits.at(-1);
    if (!last || commits.length < PAGE) return events;
    after = last.rev;
  }
}

/** A registration with what was filled in, and all that happened to it with what was written. */
export async function dealView({ deps, visit }: Scene, deal: DealRegistration): Promise<DealView> {
  const { id } = visit.onboarding;
  const [form, events] = await Promise.all([
    deps.onboardings.record(id, "deal", String(deal.number)),
    eventsOf(deps.onboardings, id),
  ]);
  const mine = events.filter(({ event }) => "number" in event && event.number === deal.number);
  const steps = await Promise.all(
    mine.map(async (logged) => ({
      logged,
      note: hasNote(logged) ? ((await deps.onboardings.record(id, "note", logged.id))?.text ?? null) : null,
    })),
  );
  return { deal, form, steps };
}
