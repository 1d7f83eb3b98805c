import type { InboxRow, Onboardings, Snapshots } from "../domain/ports.ts";
import { ok } from "../domain/result.ts";
import { answerAgain, newBeginning, startedBy, startOnboarding } from "../functions/start-onboarding.ts";
import type { StartDeps, StartOnboarding, StartRequest } from "../functions/start-onboarding.ts";
import { noting } from "../functions/troubles.ts";
import { partnerKey, waitingStarts, webhookKey } from "./waiting-starts.ts";
import type { Unentered, Waiting, WaitingDeps } from "./waiting-starts.ts";
import { wakeQueue } from "./wake-queue.ts";

export interface JournaledDeps extends StartDeps, WaitingDeps {
  readonly onboardings: Onboardings;
  readonly snapshots: Snapshots;
  readonly onFault: (where: string, fault: unknown) => void;
  readonly isBusy?: (() => boolean) | undefined;
}

export interface JournaledStarts {
  readonly start: StartOnboarding;
  readonly unentered: Unentered;
  /** Takes up again what could not be entered, and what was in the journal when the process began. */
  again(): void;
  /** Enters what waits; what cannot be entered stays in the journal. */
  close(): Promise<void>;
}

type Keys = Pick<Waiting, "webhook" | "partner">;

/** So many are entered in one transaction. */
const AT_ONCE = 16;

/**
 * Accepts the start of a partner who was never here by one row in a journal, and makes its own rows from it right after,
 * or once a flood of webhooks is over. Everybody else goes the usual way.
 */
export function journaledStarts(deps: JournaledDeps): JournaledStarts {
  const { journal, onFault, isBusy } = deps;
  const waiting = waitingStarts(deps);
  const { unentered } = waiting;
  const work = noting(deps, (id) => unentered.ofId(id));
  const queue = wakeQueue({ work, onFault, isBusy, atOnce: AT_ONCE });
  const directly = startOnboarding(deps);

  async function byJournal(input: StartRequest, keys: Keys): ReturnType<StartOnboarding> {
    const { program, request } = input;
    const { externalPartnerId } = request;
    const { inbox } = newBeginning(deps, input, 1);
    const n = journal.add({ inbox, program, externalPartnerId, request: JSON.stringify(request) });
    const one: Waiting = { id: inbox.onboarding, ...keys, n };
    waiting.add(one);
    if (!(await isOnDisk(one))) return directly(input);
    queue.wake(one.id);
    return ok(startedBy(inbox));
  }

  async function isOnDisk(one: Waiting): Promise<boolean> {
    let n: number | null = null;
    try {
      n = await one.n;
    } finally {
      if (n === null) waiting.remove(one);
      else one.n = n;
    }
    return n !== null;
  }

  async function inJournal({ n }: Waiting): Promise<InboxRow | null> {
    const number = await n;
    return number === null ? null : (journal.read(number)?.inbox ?? null);
  }

  return {
    async start(input) {
      const { vendor, program, request, webhookId, bodyHash } = input;
      const webhook = webhookKey(vendor.id, webhookId);
      const partner = partnerKey(vendor.id, program.id, request.externalPartnerId);
      const same = waiting.ofWebhook(webhook);
      const seen = same && (await inJournal(same));
      if (seen) return answerAgain(seen, bodyHash);
      const other = waiting.ofPartner(partner);
      if (!other) return byJournal(input, { webhook, partner });
      await waiting.enter(other);
      return directly(input);
    },
    unentered,
    again() {
      for (const id of waiting.ids()) queue.wake(id);
    },
    async close() {
      await queue.close();
      await unentered.all();
    },
  };
}
