import type { Onboardings } from "../domain/ports.ts";
import { ok } from "../domain/result.ts";
import { answerAgain, newBeginning, startedBy, startOnboarding } from "../functions/start-onboarding.ts";
import type { StartDeps, StartOnboarding, StartRequest } from "../functions/start-onboarding.ts";
import { waitingStarts } from "./waiting-starts.ts";
import type { Unentered, Waiting, WaitingDeps } from "./waiting-starts.ts";
import { wakeQueue } from "./wake-queue.ts";

export interface JournaledDeps extends StartDeps, WaitingDeps {
  readonly onboardings: Onboardings;
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
  const queue = wakeQueue({ work: (id) => unentered.ofId(id), onFault, isBusy, atOnce: AT_ONCE });
  const directly = startOnboarding(deps);

  async function byJournal(input: StartRequest): ReturnType<StartOnboarding> {
    const { program, request } = input;
    const { externalPartnerId } = request;
    const { inbox } = newBeginning(deps, input, 1);
    const n = journal.add({ inbox, program, externalPartnerId, request: JSON.stringify(request) });
    const one: Waiting = { inbox, program: program.id, externalPartnerId, n };
    waiting.add(one);
    if ((await onDisk(one)) === null) return directly(input);
    queue.wake(inbox.onboarding);
    return ok(startedBy(inbox));
  }

  async function onDisk(one: Waiting): Promise<number | null> {
    let n: number | null = null;
    try {
      n = await one.n;
      return n;
    } finally {
      if (n === null) waiting.remove(one);
    }
  }

  return {
    async start(input) {
      const { vendor, program, request, webhookId, bodyHash } = input;
      const seen = waiting.ofWebhook(vendor.id, webhookId);
      if (seen && (await seen.n) !== null) return answerAgain(seen.inbox, bodyHash);
      const other = waiting.ofPartner(vendor.id, program.id, request.externalPartnerId);
      if (!other) return byJournal(input);
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
