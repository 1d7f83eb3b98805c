import type { Instant } from "../../domain/ids.ts";
import { funnelMaker } from "../../domain/make-funnel.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { TickDeps } from "./tick.ts";

const MINUTE = 60_000;
/** A funnel reads every row of the lists: of many not every minute. */
const FUNNEL_EVERY = 5 * MINUTE;
const MANY = 10_000;

async function makeFunnel(
  { onboardings, snapshots, goesOn }: TickDeps,
  { id }: Vendor,
  now: Instant,
): Promise<void> {
  const maker = funnelMaker();
  let cursor: string | undefined;
  do {
    // The one before says when it was made.
    if (!goesOn("funnels")) return;
    const page = await onboardings.list({ vendors: [id], order: "newest", limit: 500, cursor });
    for (const summary of page.items) maker.add(summary);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  await snapshots.put(id, maker.make(now));
}

async function funnelPause({ funnelEvery, onboardings }: TickDeps): Promise<number> {
  if (funnelEvery !== undefined) return funnelEvery;
  const { total } = await onboardings.counts("all");
  return total > MANY ? FUNNEL_EVERY : 0;
}

/** The funnels of all vendors, when it is time. A tick that begins meanwhile leaves them to this one. */
export async function makeFunnels(deps: TickDeps, now: Instant): Promise<void> {
  const { snapshots, vendors } = deps;
  const last = (await snapshots.mark("funnel")) ?? "0";
  if (now - Number(last) < (await funnelPause(deps))) return;
  await snapshots.putMark("funnel", String(now));
  try {
    for (const vendor of await vendors.list()) await makeFunnel(deps, vendor, now);
  } catch (fault) {
    await snapshots.putMark("funnel", last);
    throw fault;
  }
}
