import { createHash } from "node:crypto";
import jsonata from "jsonata";

export type World = { clock: () => number; random: () => number; uuid: () => string };
export type JsonataFunctions = Readonly<Record<string, (...args: unknown[]) => unknown>>;

const HASHES: Record<string, string> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};
const LONGEST_RANGE = 1000;
const DATE_TEXT = jsonata("$fromMillis($ms, $picture, $zone)");

/**
 * The functions Step Functions adds to JSONata, and the clock and chance of JSONata itself, taken from `world`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html, "JSONata functions provided".
 */
export function jsonataFunctions({ clock, random, uuid }: World): JsonataFunctions {
  return {
    partition,
    range,
    hash,
    parse,
    uuid,
    random: (seed) => (seed === undefined ? random() : seededRandom(seed)),
    now: (picture, zone) => DATE_TEXT.evaluate(null, { ms: clock(), picture, zone }),
    millis: clock,
  };
}

function partition(items: unknown, size: unknown): unknown {
  if (items === undefined || size === undefined) return undefined;
  const width = whole("partition", size);
  if (width < 1) throw new Error("$partition: the size must be at least 1");
  const all = Array.isArray(items) ? items : [items];
  return Array.from({ length: Math.ceil(all.length / width) }, (_, index) =>
    all.slice(index * width, (index + 1) * width),
  );
}

function range(from: unknown, to: unknown, by: unknown): unknown {
  if (from === undefined || to === undefined || by === undefined) return undefined;
  const [start, end, step] = [whole("range", from), whole("range", to), whole("range", by)];
  if (step === 0) throw new Error("$range: the step must not be 0");
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`$range: more than ${LONGEST_RANGE} elements`);
  return Array.from({ length }, (_, index) => start + index * step);
}

function hash(data: unknown, algorithm: unknown): unknown {
  if (data === undefined) return undefined;
  const name = HASHES[String(algorithm)];
  if (!name) throw new Error(`$hash: the algorithm must be one of ${Object.keys(HASHES).join(", ")}`);
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return createHash(name).update(text).digest("hex");
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== "string") throw new Error("$parse: the argument must be a string");
  return JSON.parse(text);
}

/** The first `nextDouble()` of java.util.Random, whose algorithm its documentation gives; AWS uses it. */
function seededRandom(seed: unknown): number {
  const [factor, mask] = [0x5deece66dn, (1n << 48n) - 1n];
  const first = (((BigInt(whole("random", seed)) ^ factor) & mask) * factor + 11n) & mask;
  const second = (first * factor + 11n) & mask;
  return Number(((first >> 22n) << 27n) + (second >> 21n)) / 2 ** 53;
}

function whole(name: string, value: unknown): number {
  if (typeof value !== "number") throw new Error(`$${name}: a number was expected`);
  return Math.trunc(value);
}
