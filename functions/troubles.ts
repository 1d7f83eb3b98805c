import { instant, parseOnboardingId, vendorOf } from "../domain/ids.ts";
import type { Instant, OnboardingId, VendorId } from "../domain/ids.ts";
import type { Snapshots } from "../domain/ports.ts";
import type { Trouble } from "../domain/trouble.ts";
import type { Clock } from "../domain/world.ts";

interface TroubleDeps {
  readonly snapshots: Pick<Snapshots, "putMark" | "marks">;
  readonly clock: Clock;
}

const MARKS = "trouble/";
/** Who has not been told of it again for so long need not be: it has been tried several times since. */
const LASTS = 5 * 60_000;
const LONGEST = 300;

const markOf = (id: OnboardingId): string => `${MARKS}${vendorOf(id)}/${id}`;

/** In a line, for those who run the system. */
export const reasonOf = (fault: unknown): string =>
  (fault instanceof Error ? fault.message : String(fault)).slice(0, LONGEST);

interface Noted extends Pick<Trouble, "at" | "reason"> {
  readonly until: Instant;
}

const write = async ({ snapshots }: TroubleDeps, id: OnboardingId, noted: Noted): Promise<void> =>
  snapshots.putMark(markOf(id), JSON.stringify(noted)).catch(() => {});

/**
 * Writes it down for the console, where it stands until a while after the next try. Never throws: where even this
 * fails, the log has been told.
 */
export const noteUntilTried = (
  deps: TroubleDeps,
  id: OnboardingId,
  { reason, nextTry }: { readonly reason: string; readonly nextTry: Instant },
): Promise<void> => write(deps, id, { at: deps.clock(), reason, until: instant(nextTry + LASTS) });

/** The same for what is tried again each minute. */
export const noteTrouble = (deps: TroubleDeps, id: OnboardingId, fault: unknown): Promise<void> =>
  noteUntilTried(deps, id, { reason: reasonOf(fault), nextTry: deps.clock() });

/** It is over, and nobody need wait until it has lapsed. */
export const endTrouble = (deps: TroubleDeps, id: OnboardingId): Promise<void> =>
  write(deps, id, { at: deps.clock(), reason: "", until: deps.clock() });

type Work = (id: OnboardingId) => Promise<void>;

/** The same work, which throws what it throws, and has it written down. */
export const noting =
  (deps: TroubleDeps, work: Work): Work =>
  async (id) => {
    try {
      await work(id);
    } catch (fault) {
      await noteTrouble(deps, id, fault);
      throw fault;
    }
  };

function notedIn({ name, value }: { readonly name: string; readonly value: string }) {
  const onboarding = parseOnboardingId(name.slice(name.lastIndexOf("/") + 1));
  const { at, reason, until }: Noted = JSON.parse(value);
  return onboarding && { trouble: { onboarding, at, reason }, until };
}

/** Of these vendors, what lasts; the latest first. */
export async function lastingTroubles(
  { snapshots, clock }: TroubleDeps,
  vendors: readonly VendorId[] | "all",
): Promise<readonly Trouble[]> {
  const prefixes = vendors === "all" ? [MARKS] : vendors.map((vendor) => `${MARKS}${vendor}/`);
  const marks = await Promise.all(prefixes.map((prefix) => snapshots.marks(prefix)));
  return marks
    .flat()
    .map(notedIn)
    .filter((noted) => noted !== null)
    .filter(({ until }) => until > clock())
    .map(({ trouble }) => trouble)
    .toSorted((a, b) => b.at - a.at);
}
