import type { Command, Refusal } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import type { Actor } from "../domain/events.ts";
import { vendorOf } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Onboardings, Stored } from "../domain/ports.ts";
import { ok, refuse } from "../domain/result.ts";
import type { Result } from "../domain/result.ts";
import type { Clock, Hmac, Programs, Vendors } from "../domain/world.ts";
import { commitOf } from "./commit.ts";

export type ChangeRefusal = Refusal | { readonly kind: "no_such_onboarding" };

/**
 * The one way to change an onboarding: load, decide (pure), save under a condition; when someone else saved first,
 * again, at most five times. Wakes `dispatch` by the store.
 */
export type Change = (
  id: OnboardingId,
  command: Command,
  actor: Actor,
) => Promise<Result<Stored, ChangeRefusal>>;

export interface ChangeDeps {
  readonly onboardings: Onboardings;
  readonly programs: Programs;
  readonly vendors: Vendors;
  readonly clock: Clock;
  readonly hmac: Hmac;
}

const TRIES = 5;

/** Others kept saving first. */
export class ContendedOnboardingError extends Error {
  override readonly name = "ContendedOnboardingError";
}

/** `null`: someone else saved first. */
async function attempt(
  deps: ChangeDeps,
  stored: Stored,
  { command, actor }: { command: Command; actor: Actor },
): Promise<Result<Stored, Refusal> | null> {
  const { onboarding } = stored;
  const { id } = onboarding;
  const program = await deps.programs.version(onboarding.program.id, onboarding.program.version);
  if (!program)
    throw new Error(`${id}: program ${onboarding.program.id}/${onboarding.program.version} is gone`);
  const now = deps.clock();
  const decision = decide(onboarding, command, { now, actor, program });
  if (!decision.ok) return decision;
  if (decision.value.facts.length === 0) return ok(stored);
  const vendor = await deps.vendors.get(vendorOf(id));
  const commit = commitOf(decision.value, {
    id,
    stored,
    actor,
    now,
    program,
    outbound: vendor?.outbound !== null && vendor !== null,
    inbox: null,
    hmac: deps.hmac,
  });
  const outcome = await deps.onboardings.save(commit);
  if (outcome !== "saved") return null;
  return ok({ onboarding: commit.onboarding, rev: commit.item.rev, head: commit.item.hash });
}

export const makeChange =
  (deps: ChangeDeps): Change =>
  async (id, command, actor) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const stored = await deps.onboardings.load(id);
      if (!stored) return refuse({ kind: "no_such_onboarding" });
      const done = await attempt(deps, stored, { command, actor });
      if (done) return done;
    }
    throw new ContendedOnboardingError(`${id}: ${TRIES} times someone else saved first; try again`);
  };
