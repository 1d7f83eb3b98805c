import type { DealForm } from "../../domain/deal.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { isClosed } from "../../domain/onboarding.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import { forward } from "./acts.ts";
import type { Act, Sight } from "./acts.ts";
import { oddAct } from "./odd-acts.ts";
import { approved } from "./sample-vendor.ts";
import type { SimulatedWorld } from "./simulated-world.ts";

const MINUTE = 60_000;

/** Vendors that send webhooks, contacts and ops that act: as long as they are `busy`, at times of their own. */
export class People {
  busy = true;
  /** Webhooks that nobody was told were taken. */
  unanswered = 0;
  readonly #world: SimulatedWorld;
  readonly #known = new Set<OnboardingId>();
  #partners = 0;

  constructor(world: SimulatedWorld) {
    this.#world = world;
    this.#sendNext();
  }

  #sendNext(): void {
    const { scheduler } = this.#world;
    scheduler.after(scheduler.between(MINUTE, 12 * MINUTE), () => {
      if (!this.busy) return;
      this.#sendWebhook();
      this.#sendNext();
    });
  }

  /** Now and then for a partner who was named before. */
  #sendWebhook(): void {
    const { scheduler, faults } = this.#world;
    const again = this.#partners > 0 && scheduler.chance(0.25);
    const partner = `crm-${again ? scheduler.between(1, this.#partners + 1) : ++this.#partners}`;
    const webhookId = `msg_${scheduler.between(1, 2 ** 30)}`;
    this.unanswered++;
    this.#send(partner, webhookId);
    if (faults.strikes("webhook sent twice"))
      scheduler.after(scheduler.between(0, 5000), () => this.#sendCopy(partner, webhookId));
  }

  /** A sender repeats what was not answered until it is. */
  #send(partner: string, webhookId: string): void {
    const { scheduler } = this.#world;
    let answered = false;
    this.#sendCopy(partner, webhookId, () => {
      if (!answered) this.unanswered--;
      answered = true;
    });
    const again = (): void => {
      if (answered) return;
      this.#sendCopy(partner, webhookId, () => {
        if (!answered) this.unanswered--;
        answered = true;
      });
      scheduler.after(scheduler.between(MINUTE / 2, 5 * MINUTE), again);
    };
    scheduler.after(scheduler.between(MINUTE / 2, 2 * MINUTE), again);
  }

  #sendCopy(partner: string, webhookId: string, onAnswer: () => void = () => {}): void {
    const { vendor, program, auditor } = this.#world;
    const input = { vendor, program, request: approved(partner), webhookId, bodyHash: webhookId };
    this.#world.run({
      name: `webhook ${webhookId}`,
      body: async ({ start }) => {
        const started = await start(input);
        if (!started.ok) return;
        auditor.accepted(webhookId, started.value.onboardingId);
        onAnswer();
        this.#meet(started.value.onboardingId);
      },
    });
  }

  #meet(id: OnboardingId): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.#poison(id);
    this.#actLater(id);
  }

  #poison(id: OnboardingId): void {
    const { faults, surroundings } = this.#world;
    if (faults.strikes("effect poisoned")) surroundings.poisoned.add(id);
  }

  #actLater(id: OnboardingId): void {
    const { scheduler } = this.#world;
    scheduler.after(scheduler.between(MINUTE, 25 * MINUTE), () => {
      if (!this.busy) return;
      this.#actOnce(id);
      this.#actLater(id);
    });
  }

  sight(id: OnboardingId, willing: boolean): Sight | null {
    const { store, program, scheduler } = this.#world;
    const rows = store.tables.onboardings.get(id);
    if (!rows) return null;
    const record = (key: string): unknown => rows.records.get(key);
    return {
      onboarding: rows.stored.onboarding,
      program,
      now: scheduler.clock(),
      sheet: (attempt) => record(`attempt/${attempt}`) as AttemptSheet | undefined,
      form: (number) => record(`deal/${number}`) as DealForm | undefined,
      random: scheduler.random,
      willing,
    };
  }

  #actOnce(id: OnboardingId): void {
    const { scheduler } = this.#world;
    const sight = this.sight(id, false);
    if (!sight) return;
    const act = scheduler.chance(0.82) ? forward(sight) : oddAct(sight);
    if (!act) return;
    this.do(id, act);
    // Two tabs, a double click, a scanner.
    if (scheduler.chance(0.1)) this.do(id, act);
  }

  do(id: OnboardingId, { command, actor }: Act): void {
    this.#world.run({
      name: command.kind,
      about: id,
      body: async ({ change }) => {
        const done = await change(id, command, actor);
        if (done.ok) this.#world.auditor.acknowledged(id, done.value);
      },
    });
  }

  /** Everybody does what takes their onboarding further. */
  actWillingly(): void {
    for (const [id, rows] of this.#world.store.tables.onboardings) {
      if (isClosed(rows.stored.onboarding)) continue;
      const sight = this.sight(id, true);
      const act = sight && forward(sight);
      if (act) this.do(id, act);
    }
  }

  /** Ops press the button beside everything that failed. */
  async retryFailed(): Promise<void> {
    const failed = await this.#world.store.effects.failed("all", 10_000);
    for (const { onboarding, key } of failed) {
      this.#world.run({
        name: `retry ${key}`,
        about: onboarding,
        body: async ({ again }) => {
          await again(onboarding, key, this.#world.scheduler.clock());
        },
      });
    }
  }
}
