import { randomBytes, randomInt } from "node:crypto";
import type { Random, RandomId } from "../domain/world.ts";

/** The most that `randomInt` can draw from at once. */
const STEPS = 2 ** 48 - 1;
export const random: Random = () => randomInt(STEPS) / STEPS;

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
/** Bytes from here on would make the first letters likelier than the others. */
const FAIR = 256 - (256 % ALPHABET.length);

export const randomId: RandomId = (length) => {
  let id = "";
  while (id.length < length) {
    for (const byte of randomBytes(2 * length)) {
      if (byte < FAIR && id.length < length) id += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return id;
};
