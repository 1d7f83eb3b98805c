import type { EffectRow } from "../../domain/effect.ts";
import { MANAGER } from "../../domain/ids.ts";
import { effectsPage } from "../../views/console/effects-page.ts";
import type { Failure } from "../../views/console/effects-page.ts";
import { lastingTroubles } from "../troubles.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { takeFlash } from "./flash.ts";
import { coveredVendors, deskOf } from "./respond.ts";

const LIMIT = 100;

/** Its partner by name, and the person a mail was for. */
async function explained({ onboardings }: OpsConsoleDeps, row: EffectRow): Promise<Failure> {
  const to = row.effect.kind === "mail" ? row.effect.to : MANAGER;
  const [stored, person] = await Promise.all([
    onboardings.load(row.onboarding),
    onboardings.record(row.onboarding, "person", to),
  ]);
  return {
    row,
    partner: stored?.onboarding.partner.legalName ?? row.onboarding,
    names: {
      person: (id) => (id === to && person ? person.name : `contact ${id}`),
      track: (id) => id,
      module: (_track, id) => id,
    },
  };
}

/** What was tried and given up on. */
export const showEffects = (deps: OpsConsoleDeps) => async (c: ConsoleContext) => {
  const operator = c.get("operator");
  const [vendors, rows, troubles] = await Promise.all([
    coveredVendors(deps, operator),
    deps.effects.failed(operator.vendors, LIMIT),
    lastingTroubles(deps, operator.vendors),
  ]);
  const failures = await Promise.all(rows.map((row) => explained(deps, row)));
  const only = vendors.length === 1 ? (vendors[0] ?? null) : null;
  return c.html(effectsPage({ desk: deskOf(c, deps, only), failures, troubles, flash: takeFlash(c, deps) }));
};
