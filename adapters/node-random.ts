import { randomFillSync, randomInt } from "node:crypto";
import type { Random, RandomId } from "../domain/world.ts";

/** The most that `randomInt` can draw from at once. */
const STEPS = 2 ** 48 - 1;
export const random: Random = () => randomInt(STEPS) / STEPS;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
/** Bytes from here on would make the first letters likelier than the others. */
const FAIR = 256 - (256 % ALPHABET.length);

// Drawn many at a time, which costs hardly more than a few. Each is used once.
const bytes = Buffer.alloc(4096);
let used = bytes.length;

function nextByte(): number {
  if (used === bytes.length) {
    randomFillSync(bytes);
    used = 0;
  }
  return bytes[used++] ?? 0;
}

export const randomId: RandomId = (length) => {
  let id = "";
  while (id.length < length) {
    const byte = nextByte();
    if (byte < FAIR) id += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return id;
};
