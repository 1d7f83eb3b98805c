import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openIntake, sampleBody, signedHeaders } from "./intake.ts";

/** What attackers and broken senders put where something else belongs. */
const NASTY = [
  "",
  " ",
  "\0",
  "\ud800",
  "\u202e",
  "__proto__",
  "constructor",
  "null",
  "[object Object]",
  "'; DROP TABLE onboarding; --",
  "<script>alert(1)</script>",
  "../../etc/passwd",
  "%00",
  "{{vendor.name}}",
  "a@b@c",
  "9".repeat(400),
  "é".repeat(3000),
  "1e309",
];

const value = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "binary" }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.double(),
  fc.constantFrom(null, true, -0, [], {}, [[]], Number.MAX_SAFE_INTEGER),
);

/** Every place in the sample body, as a path. */
function placesOf(node: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof node !== "object" || node === null) return [path];
  return [path, ...Object.entries(node).flatMap(([key, child]) => placesOf(child, [...path, key]))];
}

function withValue(node: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(node))
    return node.map((child, at) => (String(at) === key ? withValue(child, rest, put) : child));
  if (typeof node !== "object" || node === null) return put;
  return Object.fromEntries(
    Object.entries(node).map(([name, child]) => [name, name === key ? withValue(child, rest, put) : child]),
  );
}

const changedBody = fc
  .array(fc.tuple(fc.constantFrom(...placesOf(sampleBody())), value), { minLength: 1, maxLength: 3 })
  .map((changes) =>
    JSON.stringify(changes.reduce<unknown>((body, [path, put]) => withValue(body, path, put), sampleBody())),
  );
const body = fc.oneof(
  { weight: 4, arbitrary: changedBody },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.json() },
);

const headerText = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e]{0,60}$/),
  fc.constantFrom("v1,", "v1, v1,", "a, a", "-1", "0", "99999999999", "msg.1", "utf-7", "application/json"),
);
const headers = fc.dictionary(
  fc.constantFrom(
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "content-type",
    "content-encoding",
    "x-forwarded-for",
  ),
  headerText,
  { maxKeys: 3 },
);

test("whatever comes, the answer says whose fault it is, and it is never ours", async () => {
  const intake = await openIntake();
  const seen = new Set<number>();
  let id = 0;
  await fc.assert(
    fc.asyncProperty(
      body,
      fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers }),
      async (text, over) => {
        const response = await intake.post(text, { ...signedHeaders(text, { id: `msg_${id++}` }), ...over });
        seen.add(response.status);
        expect([202, 400, 401, 413, 415, 422]).toContain(response.status);
        const type = response.status === 202 ? "application/json" : "application/problem+json";
        expect(response.headers.get("content-type")).toBe(type);
      },
    ),
    { numRuns: 3000, seed: 20260901 },
  );
  expect([...seen].toSorted((a, b) => a - b)).toEqual([202, 400, 401, 415, 422]);
}, 60_000);
