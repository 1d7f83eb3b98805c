import type { EffectRow } from "../../domain/effect.ts";
import { instant } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Effects } from "../../domain/ports.ts";
import type { Clock } from "../../domain/world.ts";
import type { Change } from "../change.ts";
import { isFateUnknown } from "../mail-fate.ts";
import type { MailEvent } from "./mail-event.ts";

export interface MailEventsDeps {
  readonly effects: Effects;
  readonly change: Change;
  readonly clock: Clock;
}

/** What an event brought about: `ignored` is about no mail of ours, or tells what is known. */
export type MailEventOutcome = "settled" | "bounced" | "failed" | "known" | "ignored";

type MailRow = EffectRow & { readonly effect: Extract<EffectRow["effect"], { kind: "mail" }> };

const isMail = (row: EffectRow): row is MailRow => row.effect.kind === "mail";
const isUnsettled = ({ state }: EffectRow): boolean => state === "due" || state === "claimed";
/** Under way, or its answer was lost: the mail has gone out all the same. */
const mayHaveGone = (row: EffectRow): boolean =>
  row.state === "claimed" || (row.state === "due" && isFateUnknown(row.lastError));

const MINUTE = 60_000;

/** Settled as done when SES took the mail, it failed all the same: made due, and taken before anybody can try it again. */
async function fail({ effects, clock }: MailEventsDeps, row: MailRow, error: string): Promise<void> {
  const now = clock();
  const { onboarding, key } = row;
  if (!isUnsettled(row)) {
    if (!(await effects.again(onboarding, key, now))) return;
    if (!(await effects.claim(onboarding, key, now, instant(now + MINUTE)))) return;
  }
  await effects.settle(onboarding, key, { state: "failed", error }, now);
}

/** Hears an event about a mail of one onboarding. */
export type Hear = (event: MailEvent) => Promise<MailEventOutcome>;

/** What is told of one onboarding's mails: its effects are read once, and again only when one has changed. */
export const mailEvents =
  (deps: MailEventsDeps) =>
  (id: OnboardingId): Hear => {
    let known: readonly EffectRow[] | null = null;
    return async (event) => {
      const rows = known ?? (await deps.effects.all(id));
      // Unless it is seen to have changed nothing, the next event looks anew.
      known = null;
      const row = rows.filter(isMail).find(({ key }) => key === event.effect);
      const outcome = row ? await hearOf(deps, row, event) : "ignored";
      if (outcome === "known" || outcome === "ignored") known = rows;
      return outcome;
    };
  };

/**
 * What became of a mail after SES had taken it. A mail of unknown fate is settled as done; one that came back, or that
 * somebody called spam, stops the step's mails to that person; one that was refused has failed. Events may come twice
 * and in any order.
 */
async function hearOf(deps: MailEventsDeps, row: MailRow, event: MailEvent): Promise<MailEventOutcome> {
  switch (event.kind) {
    case "arrived": {
      if (!mayHaveGone(row)) return "known";
      const settlement = { state: "done", outcome: event.messageId } as const;
      await deps.effects.settle(row.onboarding, row.key, settlement, deps.clock());
      return "settled";
    }
    case "bounced": {
      if (row.state === "failed") return "known";
      const command = { kind: "record_bounce", contact: row.effect.to, email: row.key } as const;
      await deps.change(row.onboarding, command, { kind: "system", name: "dispatch" });
      await fail(deps, row, `bounced: ${event.reason}`);
      return "bounced";
    }
    case "rejected":
      if (row.state === "failed") return "known";
      await fail(deps, row, `rejected: ${event.reason}`);
      return "failed";
  }
}
