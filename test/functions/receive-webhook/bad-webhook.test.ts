import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PROBLEMS } from "../../../functions/problem-catalog.ts";
import { T0 } from "../../make.ts";
import { BASE_URL, openIntake, problemOf, refusal, sampleBody, signedHeaders } from "./intake.ts";
import type { Intake } from "./intake.ts";

let intake: Intake;
beforeEach(async () => {
  intake = await openIntake();
});
afterEach(async () => {
  if ((await intake.started()) > 0) throw new Error("Something was started.");
});

const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

describe("a webhook that cannot be verified", () => {
  const body = JSON.stringify(sampleBody());
  const without = (name: string) =>
    Object.fromEntries(Object.entries(signedHeaders(body)).filter(([key]) => key !== name));
  const cases: [string, Record<string, string>, string?][] = [
    ["unsigned", { "content-type": "application/json" }],
    ["forged", signedHeaders(`${body} `)],
    ["signed with another secret", signedHeaders(body, { secret: `whsec_${"A".repeat(32)}` })],
    ["older than five minutes", signedHeaders(body, { at: T0 - 301_000 })],
    ["more than five minutes ahead", signedHeaders(body, { at: T0 + 301_000 })],
    ["without an id", without("webhook-id")],
    ["without a timestamp", without("webhook-timestamp")],
    ["without a signature", without("webhook-signature")],
    ["with a header twice", { ...signedHeaders(body), "webhook-id": "msg_1, msg_1" }],
    ["of an unknown vendor", signedHeaders(body), "/webhooks/nobody"],
    ["of a vendor whose id is none", signedHeaders(body), "/webhooks/..%2f..%2fetc"],
  ];

  test.each(cases)("is refused, and not told why: %s", async (_, headers, path) => {
    expect(await problemOf(await intake.post(body, headers, path))).toEqual({
      http: 401,
      kind: "application/problem+json",
      type: `${BASE_URL}/docs/errors#webhook_not_verified`,
      title: PROBLEMS.webhook_not_verified.title,
      status: 401,
    });
  });

  test("is not told that its body is wrong", async () => {
    expect(await problemOf(await intake.post("{", signedHeaders("[")))).toMatchObject(
      refusal(401, "webhook_not_verified"),
    );
  });
});

describe("a webhook of the wrong kind", () => {
  test("over 64 KiB is refused before it is looked at, also without a length", async () => {
    const large = "x".repeat(65_537);
    expect(await problemOf(await intake.post(large, { "content-length": "65537" }))).toMatchObject(
      refusal(413, "body_too_large"),
    );
    expect(await problemOf(await intake.post(large, {}))).toMatchObject(refusal(413, "body_too_large"));
    expect(await problemOf(await intake.post(large, { "content-length": "10" }))).toMatchObject(
      refusal(413, "body_too_large"),
    );
  });

  test.each([
    "text/plain",
    "",
    "application/json; charset=iso-8859-1",
    "application/json; charset=utf-16",
    "application/jsonp",
    "application/json, application/json",
  ])("is refused as %j", async (type) => {
    const headers = { "content-type": type };
    expect(await problemOf(await intake.send(sampleBody(), { headers }))).toMatchObject(
      refusal(415, "unsupported_media_type"),
    );
  });

  test("is refused when it is packed", async () => {
    const headers = { "content-encoding": "gzip" };
    expect(await problemOf(await intake.send(sampleBody(), { headers }))).toMatchObject(
      refusal(415, "unsupported_media_type"),
    );
  });

  test.each([
    ["empty", ""],
    ["not JSON", "partner=approved"],
    ["half of it", '{"type":'],
    ["with a byte order mark", `\ufeff${JSON.stringify(sampleBody())}`],
    ["17 levels deep", nested(17)],
    ["30,000 levels deep", nested(30_000)],
    ["with a prototype as key", '{"data":{"__proto__":{"admin":true}}}'],
    ["with a constructor as key", '{"data":[{"constructor":{"prototype":1}}]}'],
  ])("is refused when its body is %s", async (_, body) => {
    expect(await problemOf(await intake.send(body))).toMatchObject(refusal(400, "malformed_body"));
  });

  test("is refused when its body is not UTF-8", async () => {
    const latin = Buffer.from(JSON.stringify(sampleBody()).replace("Heizwerk", "Wärme"), "latin1");
    expect(await problemOf(await intake.post(latin, signedHeaders(latin)))).toMatchObject(
      refusal(400, "malformed_body"),
    );
  });

  test("is refused by another method, which is told", async () => {
    const response = await intake.app.request("/webhooks/acme");
    expect(response.headers.get("allow")).toBe("POST");
    expect(await problemOf(response)).toMatchObject(refusal(405, "method_not_allowed"));
  });
});
