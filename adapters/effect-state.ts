import type { EffectRow } from "../domain/effect.ts";
import type { Settlement } from "../domain/ports.ts";

/** As both stores keep it. Throws for what no version of this program has written. */
export function parseEffectState(text: string): EffectRow["state"] {
  switch (text) {
    case "due":
    case "claimed":
    case "done":
    case "failed":
    case "dropped":
      return text;
    default:
      throw new Error(`A stored effect is in the unknown state ${text}.`);
  }
}

export const isUnsettled = ({ state }: Pick<EffectRow, "state">): boolean =>
  state === "due" || state === "claimed";

/** Of which try it is told; `null`: it counts whichever is under way. */
export const attemptIn = (settlement: Settlement): number | null =>
  ("attempt" in settlement ? settlement.attempt : null) ?? null;
