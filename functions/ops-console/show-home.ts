import type { VendorId } from "../../domain/ids.ts";
import type { Summary } from "../../domain/summary.ts";
import type { Vendor } from "../../domain/vendor.ts";
import { HOME_PARTS, homePage } from "../../views/console/home-page.ts";
import type { HomeView } from "../../views/console/home-page.ts";
import type { WorkList } from "../../views/console/work-list.ts";
import { lastingTroubles } from "../troubles.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { choicesOf, coveredVendors, deskOf, notFound, show, soleVendor } from "./respond.ts";

const LONGEST = 50;
const NEWEST = 8;
/** Whoever covers more vendors chooses whose figures to see. */
const FUNNELS = 3;

type Scope = readonly VendorId[] | "all";

async function namesFor({ onboardings }: OpsConsoleDeps, runs: readonly Summary[]) {
  const wanted = runs.flatMap(({ id, attention }) =>
    attention.flatMap(({ contact }) => (contact ? [{ id, contact }] : [])),
  );
  const found = await Promise.all(
    wanted.map(async ({ id, contact }) => {
      const person = await onboardings.record(id, "person", contact);
      return [`${id}/${contact}`, person?.name ?? `contact ${contact}`] as const;
    }),
  );
  return Object.fromEntries(found);
}

async function workOf(deps: OpsConsoleDeps, vendors: Scope): Promise<WorkList> {
  const [page, failed, troubles] = await Promise.all([
    deps.onboardings.list({ vendors, attention: "any", order: "waiting", limit: LONGEST }),
    deps.effects.failed(vendors, LONGEST),
    lastingTroubles(deps, vendors),
  ]);
  const names = await namesFor(deps, page.items);
  const { items: runs, unreadable } = page;
  return { runs, more: page.next !== null, failed, troubles: troubles.length, unreadable, names };
}

const funnelsOf = ({ snapshots }: OpsConsoleDeps, vendors: readonly Vendor[]): Promise<HomeView["funnels"]> =>
  Promise.all(
    vendors
      .slice(0, FUNNELS)
      .map(async ({ id, name }) => ({ vendorName: name, funnel: await snapshots.get(id) })),
  );

async function homeView(
  deps: OpsConsoleDeps,
  scope: Scope,
  vendors: readonly Vendor[],
): Promise<Pick<HomeView, "work" | "funnels" | "newest">> {
  const [work, funnels, newest] = await Promise.all([
    workOf(deps, scope),
    funnelsOf(deps, vendors),
    deps.onboardings.list({ vendors: scope, order: "newest", limit: NEWEST }),
  ]);
  const unreadable = [...new Set([...work.unreadable, ...newest.unreadable])];
  return { work: { ...work, unreadable }, funnels, newest };
}

/** What needs me, then how it goes. */
export const showHome = (deps: OpsConsoleDeps) => async (c: ConsoleContext) => {
  const operator = c.get("operator");
  const vendors = await coveredVendors(deps, operator);
  const wanted = c.req.query("vendor");
  const chosen = vendors.find(({ id }) => id === wanted) ?? null;
  if (wanted && !chosen) return notFound(c);
  const shown = chosen ? [chosen] : vendors;
  const view: HomeView = {
    desk: deskOf(c, deps, soleVendor(vendors, chosen?.id ?? null)),
    vendor: chosen?.id ?? null,
    vendors: choicesOf(vendors),
    ...(await homeView(deps, chosen ? [chosen.id] : operator.vendors, shown)),
  };
  return show(c, { part: (name) => HOME_PARTS.get(name)?.(view), page: () => homePage(view) });
};
