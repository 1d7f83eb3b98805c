import { gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { describe, expect, test } from "vitest";
import { compressed } from "../../functions/compressed.ts";
import { siteAt } from "../../functions/site-at.ts";

const LONG = "Zwölf Boxkämpfer jagen Viktor. ".repeat(100);
const BASE_URL = "https://onboarding.test";

const app = siteAt(BASE_URL).route(
  "/",
  new Hono()
    .get("/page", (c) => {
      c.header("Set-Cookie", "one=1");
      c.header("Set-Cookie", "two=2", { append: true });
      return c.html(LONG, 403, { ETag: '"tag"' });
    })
    .get("/short", (c) => c.json({ short: true }))
    .get("/pdf", (c) => c.body(LONG, 200, { "Content-Type": "application/pdf" }))
    .get("/same", (c) => c.body(null, 304, { ETag: '"tag"' })),
);

const ask = async (path: string, accept?: string, method = "GET"): Promise<Response> =>
  app.request(path, {
    method,
    headers: { Host: "onboarding.test", ...(accept === undefined ? {} : { "Accept-Encoding": accept }) },
  });

describe("an answer of 1 KB or more", () => {
  test.each(["gzip", "br, gzip;q=0.8", "deflate, GZIP"])(
    "is compressed for who accepts %s",
    async (accept) => {
      const answer = await ask("/page", accept);
      expect(answer.status).toBe(403);
      expect(answer.headers.get("Content-Encoding")).toBe("gzip");
      expect(answer.headers.get("Vary")).toBe("Accept-Encoding");
      expect(answer.headers.get("ETag")).toBe('W/"tag"');
      expect(answer.headers.get("Content-Type")).toMatch(/^text\/html/);
      expect(answer.headers.getSetCookie()).toEqual(["one=1", "two=2"]);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.length).toBeLessThan(300);
      expect(gunzipSync(bytes).toString()).toBe(LONG);
    },
  );

  test.each([undefined, "", "br", "gzip;q=0", "identity", "notgzip"])(
    "is sent as it is for %s",
    async (accept) => {
      const answer = await ask("/page", accept);
      expect(answer.headers.has("Content-Encoding")).toBe(false);
      expect(answer.headers.get("Vary")).toBe("Accept-Encoding");
      expect(answer.headers.get("ETag")).toBe('"tag"');
      expect(await answer.text()).toBe(LONG);
    },
  );

  test("reaches the HTTP API in base64, to be decoded there", async () => {
    const event = {
      version: "2.0",
      routeKey: "GET /page",
      rawPath: "/page",
      rawQueryString: "",
      headers: { host: "onboarding.test", "accept-encoding": "gzip" },
      isBase64Encoded: false,
      body: null,
      requestContext: {
        accountId: "",
        authentication: null,
        apiId: "",
        authorizer: {},
        domainName: "onboarding.test",
        domainPrefix: "onboarding",
        http: { method: "GET", path: "/page", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
        requestId: "",
        routeKey: "",
        stage: "$default",
        time: "",
        timeEpoch: 0,
      },
    };
    const { body, isBase64Encoded } = await handle(app)(event);
    expect(isBase64Encoded).toBe(true);
    expect(gunzipSync(Buffer.from(body, "base64")).toString()).toBe(LONG);
  });
});

test("what is short, no text, or says that nothing has changed, stays as it is", async () => {
  for (const path of ["/short", "/pdf", "/same"]) {
    const answer = await ask(path, "gzip");
    expect([path, answer.headers.has("Content-Encoding")]).toEqual([path, false]);
  }
  expect(await (await ask("/short", "gzip")).json()).toEqual({ short: true });
  expect((await ask("/page", "gzip", "HEAD")).headers.has("Content-Encoding")).toBe(false);
});

test("what is compressed already is not compressed again", async () => {
  const twice = new Hono().use(compressed, compressed).get("/", (c) => c.text(LONG));
  const answer = await twice.request("/", { headers: { "Accept-Encoding": "gzip" } });
  expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(LONG);
});
