import { parseOnboardingId, vendorOf } from "../domain/ids.ts";
import type { OnboardingId, VendorId } from "../domain/ids.ts";
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

/** Writes it down for the console. Never throws: where even this fails, the log has been told. */
export async function noteTrouble(
  { snapshots, clock }: TroubleDeps,
  id: OnboardingId,
  fault: unknown,
): Promise<void> {
  const value = JSON.stringify({ at: clock(), reason: reasonOf(fault) });
  await snapshots.putMark(markOf(id), value).catch(() => {});
}

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

function troubleIn({ name, value }: { readonly name: string; readonly value: string }): Trouble | null {
  const onboarding = parseOnboardingId(name.slice(name.lastIndexOf("/") + 1));
  const { at, reason }: Pick<Trouble, "at" | "reason"> = JSON.parse(value);
  return onboarding && { onboarding, at, reason };
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
    .map(troubleIn)
    .filter((trouble) => trouble !== null)
    .filter(({ at }) => at > clock() - LASTS)
    .toSorted((a, b) => b.at - a.at);
}
