import type { VendorId } from "../../domain/ids.ts";
import { STATUSES } from "../../domain/onboarding.ts";
import type { Listing, ListQuery } from "../../domain/ports.ts";
import { STAGES } from "../../domain/program.ts";
import { ATTENTION } from "../../domain/summary.ts";
import type { RunsQuery } from "../../views/console/run-filters.ts";
import { RUNS_PARTS, runsPage } from "../../views/console/runs-page.ts";
import type { RunsView } from "../../views/console/runs-page.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { choicesOf, coveredVendors, deskOf, notFound, show, soleVendor } from "./respond.ts";

const LIMIT = 50;

/** What an address says that makes sense; the rest is left out. */
function queryOf(c: ConsoleContext, vendors: readonly VendorId[]): RunsQuery {
  const said = c.req.query();
  return {
    vendor: vendors.find((id) => id === said["vendor"]) ?? null,
    status: STATUSES.find((status) => status === said["status"]) ?? null,
    stage: STAGES.find((stage) => stage === said["stage"]) ?? null,
    program: said["program"]?.slice(0, 100) || null,
    attention: ([...ATTENTION, "any"] as const).find((kind) => kind === said["attention"]) ?? null,
    search: (said["q"] ?? "").trim().slice(0, 200),
    order: said["order"] === "waiting" ? "waiting" : "newest",
    cursor: said["cursor"] || null,
  };
}

interface Found {
  readonly page: Listing;
  readonly lostPlace: boolean;
}

/** A cursor that fits no list leads back to the start. */
async function find({ onboardings }: OpsConsoleDeps, query: ListQuery): Promise<Found> {
  try {
    return { page: await onboardings.list(query), lostPlace: false };
  } catch (fault) {
    if (!(fault instanceof Error) || fault.name !== "BadCursor") throw fault;
    return { page: await onboardings.list({ ...query, cursor: undefined }), lostPlace: true };
  }
}

const listQuery = (query: RunsQuery, vendors: ListQuery["vendors"]): ListQuery => ({
  vendors,
  status: query.status ?? undefined,
  stage: query.stage ?? undefined,
  program: query.program ?? undefined,
  attention: query.attention ?? undefined,
  search: query.search || undefined,
  cursor: query.cursor ?? undefined,
  order: query.order,
  limit: LIMIT,
});

/** The programs to choose between; who covers some vendors only is told only of those that their runs use. */
async function programsIn(
  { onboardings, programs }: OpsConsoleDeps,
  vendors: ListQuery["vendors"],
): Promise<readonly string[]> {
  const all = [...new Set((await programs.list()).map(({ id }) => id))].toSorted();
  if (vendors === "all") return all;
  const used = await Promise.all(
    all.map((program) => onboardings.list({ vendors, program, order: "newest", limit: 1 })),
  );
  return all.filter((_program, index) => used[index]?.items.length);
}

async function runsView(
  deps: OpsConsoleDeps,
  scope: ListQuery["vendors"],
  query: RunsQuery,
): Promise<Omit<RunsView, "desk" | "vendors">> {
  const [found, counts, programs] = await Promise.all([
    find(deps, listQuery(query, scope)),
    deps.onboardings.counts(scope),
    programsIn(deps, scope),
  ]);
  return {
    ...found,
    query: found.lostPlace ? { ...query, cursor: null } : query,
    counts,
    programs,
  };
}

/** All runs, by the filters in the address. */
export const showRuns = (deps: OpsConsoleDeps) => async (c: ConsoleContext) => {
  const operator = c.get("operator");
  const vendors = await coveredVendors(deps, operator);
  const query = queryOf(
    c,
    vendors.map(({ id }) => id),
  );
  if (c.req.query("vendor") && !query.vendor) return notFound(c);
  const shown = query.vendor ? [query.vendor] : operator.vendors;
  const view: RunsView = {
    desk: deskOf(c, deps, soleVendor(vendors, query.vendor)),
    vendors: choicesOf(vendors),
    ...(await runsView(deps, shown, query)),
  };
  return show(c, { part: (name) => RUNS_PARTS.get(name)?.(view), page: () => runsPage(view) });
};
