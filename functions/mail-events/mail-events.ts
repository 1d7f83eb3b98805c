import type { EffectRow } from "../../domain/effect.ts";
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

/** What an event brought about. `noted`, `known` and `ignored` (about no mail of ours) changed nothing. */
export type MailEventOutcome = "settled" | "bounced" | "failed" | "noted" | "known" | "ignored";

const UNCHANGED: readonly MailEventOutcome[] = ["noted", "known", "ignored"];

type MailRow = EffectRow & { readonly effect: Extract<EffectRow["effect"], { kind: "mail" }> };

const isMail = (row: EffectRow): row is MailRow => row.effect.kind === "mail";
/** Under way, or its answer was lost: the mail has gone out all the same. */
const mayHaveGone = (row: EffectRow): boolean =>
  row.state === "claimed" || (row.state === "due" && isFateUnknown(row.lastError));

const BOUNCED = "bounced: ";
/** The bounce was written into the log before the mail was given up. */
const isBounced = ({ state, lastError }: EffectRow): boolean =>
  state === "failed" && (lastError?.startsWith(BOUNCED) ?? false);

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
      if (UNCHANGED.includes(outcome)) known = rows;
      return outcome;
    };
  };

/**
 * What became of a mail after SES had taken it. A mail of unknown fate is settled as done; one that came back, or that
 * somebody called spam, stops the step's mails to that person; one that was refused has failed. Events may come twice
 * and in any order.
 */
async function hearOf(deps: MailEventsDeps, row: MailRow, event: MailEvent): Promise<MailEventOutcome> {
  const { effects, change, clock } = deps;
  const { onboarding, key } = row;
  switch (event.kind) {
    case "arrived": {
      if (!mayHaveGone(row)) return "known";
      await effects.settle(onboarding, key, { state: "done", outcome: event.messageId }, clock());
      return "settled";
    }
    case "bounced": {
      if (isBounced(row)) return "known";
      const { sentAt } = event;
      const command = { kind: "record_bounce", contact: row.effect.to, email: key, sentAt } as const;
      await change(onboarding, command, { kind: "system", name: "dispatch" });
      await effects.giveUp(onboarding, key, BOUNCED + event.reason, clock());
      return "bounced";
    }
    // An answer that somebody is out of office comes as one, too.
    case "undelivered":
      return "noted";
    case "rejected": {
      const gaveUp = await effects.giveUp(onboarding, key, `rejected: ${event.reason}`, clock());
      return gaveUp ? "failed" : "known";
    }
  }
}
