import type { LoggedEvent } from "../../domain/events.ts";
import type { EffectRow } from "../../domain/effect.ts";
import { instant } from "../../domain/ids.ts";
import type { Instant, OnboardingId } from "../../domain/ids.ts";
import { openStage } from "../../domain/onboarding.ts";
import type { Commit, Stored } from "../../domain/ports.ts";
import { STAGES } from "../../domain/program.ts";
import type { Stage } from "../../domain/program.ts";
import { mustHold } from "./failure.ts";

type StageMark = "pending" | "open" | "over";

interface Watched {
  readonly partner: string;
  readonly heads: string[];
  readonly stages: Record<Stage, StageMark>;
  ended: boolean;
}

const FREE = instant(0);
const ENDINGS = ["onboarding.completed", "onboarding.declined", "onboarding.withdrawn", "onboarding.expired"];

const stagesBefore = (stage: Stage): readonly Stage[] => STAGES.slice(0, STAGES.indexOf(stage));

/**
 * Looks on from outside and believes nobody: it keeps its own account of what was written and answered, and fails the
 * run at once when something cannot be.
 */
export class Auditor {
  readonly #watched = new Map<OnboardingId, Watched>();
  readonly #openOf = new Map<string, OnboardingId>();
  readonly #accepted = new Map<string, OnboardingId>();
  /** Until when an effect is one task's alone, and which tasks ever had it. */
  readonly #claims = new Map<string, { until: Instant; readonly tasks: Set<number> }>();

  /** Every commit that the store took. */
  committed({ onboarding, item }: Commit): void {
    const { id } = onboarding;
    const watched = this.#watched.get(id) ?? this.#begin(onboarding.externalPartnerId, id);
    const last = watched.heads.at(-1) ?? "";
    mustHold(
      item.rev === watched.heads.length + 1,
      () => `I8: ${id}: commit ${item.rev} after ${watched.heads.length}`,
    );
    mustHold(
      item.prevHash === last,
      () => `I8: ${id}: commit ${item.rev} does not follow from the one before`,
    );
    watched.heads.push(item.hash);
    for (const logged of item.events) this.#happened(id, watched, logged);
    const open = openStage(onboarding);
    mustHold(
      open === null || watched.stages[open] === "open",
      () => `I3: ${id}: ${open} is open without an event`,
    );
  }

  #begin(partner: string, id: OnboardingId): Watched {
    mustHold(
      !this.#openOf.has(partner),
      () => `I1: ${partner} has ${this.#openOf.get(partner)} and ${id} open`,
    );
    const stages = {
      contract: "pending",
      training: "pending",
      certification: "pending",
      first_deal: "pending",
    } as const;
    const watched = { partner, heads: [], stages: { ...stages }, ended: false };
    this.#watched.set(id, watched);
    this.#openOf.set(partner, id);
    return watched;
  }

  #happened(id: OnboardingId, watched: Watched, { event }: LoggedEvent): void {
    if (event.type === "stage.opened") this.#opened(id, watched, event.stage);
    if (event.type === "stage.completed") {
      const wasOpen = watched.stages[event.stage] === "open";
      mustHold(wasOpen, () => `I3: ${id}: ${event.stage} is completed and was not open`);
    }
    if (event.type === "stage.completed" || event.type === "stage.waived") {
      const first = !watched.ended && watched.stages[event.stage] !== "over";
      mustHold(first, () => `I3: ${id}: ${event.stage} ends again`);
      watched.stages[event.stage] = "over";
    }
    if (!ENDINGS.includes(event.type)) return;
    mustHold(!watched.ended, () => `I3: ${id}: ${event.type} although it had ended`);
    watched.ended = true;
    this.#openOf.delete(watched.partner);
  }

  #opened(id: OnboardingId, { stages, ended }: Watched, stage: Stage): void {
    mustHold(!ended && stages[stage] === "pending", () => `I3: ${id}: ${stage} opens again`);
    const left = stagesBefore(stage).find((before) => stages[before] !== "over");
    mustHold(left === undefined, () => `I3: ${id}: ${stage} opens before ${left} is over`);
    stages[stage] = "open";
  }

  /** A change was answered: what it wrote is in the log for good. */
  acknowledged(id: OnboardingId, { rev, head }: Stored): void {
    const known = this.#watched.get(id)?.heads[rev - 1];
    mustHold(known === head, () => `I2: ${id}: commit ${rev} was acknowledged and is not in the log`);
  }

  /** A webhook was answered 202. */
  accepted(webhookId: string, id: OnboardingId): void {
    const before = this.#accepted.get(webhookId) ?? id;
    mustHold(before === id, () => `I3: ${webhookId} was answered ${before} and then ${id}`);
    mustHold(this.#watched.has(id), () => `I2: ${webhookId} was accepted as ${id}, which is not there`);
    this.#accepted.set(webhookId, id);
  }

  /** An effect was given to a task. */
  claimed(row: EffectRow, task: number, now: Instant): void {
    const key = `${row.onboarding}/${row.key}`;
    const claim = this.#claims.get(key) ?? { until: FREE, tasks: new Set<number>() };
    mustHold(claim.until <= now, () => `${key}: claimed twice at once`);
    const { effect } = row;
    const open =
      effect.kind !== "mail" ||
      effect.stage === null ||
      this.stageOf(row.onboarding, effect.stage) === "open";
    mustHold(open, () => `I4: ${key}: a mail of a stage that is not open may go out`);
    claim.until = row.dueAt;
    claim.tasks.add(task);
    this.#claims.set(key, claim);
  }

  /** It is settled, or due again: another may take it, at once and whatever the clock says. */
  released(id: OnboardingId, key: string): void {
    const claim = this.#claims.get(`${id}/${key}`);
    if (claim) claim.until = FREE;
  }

  releasedAll(): void {
    for (const claim of this.#claims.values()) claim.until = FREE;
  }

  /** Something left the house for an effect. */
  leaves(what: string, key: string, task: number): void {
    const claim = this.#claims.get(key);
    mustHold(claim?.tasks.has(task) ?? false, () => `${key}: ${what} goes out and nobody claimed it`);
  }

  stageOf(id: OnboardingId, stage: Stage): StageMark {
    return this.#watched.get(id)?.stages[stage] ?? "pending";
  }

  hasEnded(id: OnboardingId): boolean {
    return this.#watched.get(id)?.ended ?? false;
  }

  /** Everything that was ever accepted. */
  acceptedIds(): readonly OnboardingId[] {
    return [...new Set(this.#accepted.values())];
  }

  headsOf(id: OnboardingId): readonly string[] {
    return this.#watched.get(id)?.heads ?? [];
  }
}
