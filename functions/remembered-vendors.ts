import type { Clock, Vendors } from "../domain/world.ts";
import { A_SECOND, briefly } from "./briefly.ts";

/** A request, or a wake, asks for the same vendor at each turn: it is read once a second. */
export function rememberedVendors<World extends { readonly vendors: Vendors; readonly clock: Clock }>(
  world: World,
): World {
  const { vendors, clock } = world;
  return { ...world, vendors: { ...vendors, get: briefly((id) => vendors.get(id), clock, A_SECOND) } };
}
