/** Something that must always hold does not. */
export class SimulationFailure extends Error {
  override readonly name = "SimulationFailure";
}

export function mustHold(holds: boolean, what: () => string): void {
  if (!holds) throw new SimulationFailure(what());
}
