/** Compares without telling by its time where two texts differ. Their lengths are no secret. */
export function sameText(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) {
    difference |= one.charCodeAt(at) ^ (other.charCodeAt(at % Math.max(1, other.length)) || 0);
  }
  return difference === 0;
}
