import { describe, expect, test } from "vitest";
import { httpEvent, httpReply } from "./http-event.ts";
import { routeFor } from "./http-routes.ts";
import type { WireRequest } from "./wire.ts";

const ROUTES = ["ANY /p/{proxy+}", "GET /p/{id}", "ANY /docs", "ANY /webhooks/{vendorId}", "ANY /"];
const keyFor = (method: string, path: string) => routeFor(ROUTES, { method, path })?.routeKey ?? null;

describe("the route of a request", () => {
  test("is the most particular that fits", () => {
    expect(keyFor("GET", "/p/a")).toBe("GET /p/{id}");
    expect(keyFor("POST", "/p/a")).toBe("ANY /p/{proxy+}");
    expect(keyFor("GET", "/p/a/b")).toBe("ANY /p/{proxy+}");
    expect(keyFor("GET", "/")).toBe("ANY /");
  });

  test("is none where a variable would be empty or a part is left over", () => {
    for (const path of ["/p", "/p/", "/docs/x", "/docs/", "/webhooks/", "/webhooks/a/b", "/else"])
      expect(keyFor("POST", path)).toBeNull();
  });

  test("hands on what its variables hold", () => {
    const route = routeFor(ROUTES, { method: "POST", path: "/p/a/b/c" });
    expect(route?.pathParameters).toEqual({ proxy: "a/b/c" });
  });
});

const event = (request: Partial<WireRequest>): Record<string, unknown> =>
  Object(
    httpEvent({
      request: { method: "POST", path: "/p/a", headers: {}, body: Buffer.alloc(0), ...request },
      routeKey: "ANY /p/{proxy+}",
      pathParameters: { proxy: "a" },
      apiId: "api",
      domainName: "api.example",
      requestId: "r",
      sourceIp: "127.0.0.1",
      now: 0,
    }),
  );

describe("the event of a request", () => {
  test("holds a form in base64 and JSON as it is", () => {
    const form = {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: Buffer.from("a=b"),
    };
    expect(event(form)).toMatchObject({ body: "YT1i", isBase64Encoded: true });
    const json = { headers: { "content-type": "application/json; charset=utf-8" }, body: Buffer.from("{}") };
    expect(event(json)).toMatchObject({ body: "{}", isBase64Encoded: false });
  });

  test("lists cookies apart, and names the host of the API", () => {
    const { cookies, headers } = event({ headers: { cookie: "a=1; b=2", host: "127.0.0.1:1" } });
    expect(cookies).toEqual(["a=1", "b=2"]);
    expect(headers).toMatchObject({ host: "api.example", "x-forwarded-proto": "https" });
    expect(headers).not.toHaveProperty("cookie");
  });

  test("has its path decoded and its query not, as HTTP APIs do", () => {
    expect(event({ path: "/p/a%20b%3Fc?q=%20&q=2" })).toMatchObject({
      rawPath: "/p/a b",
      rawQueryString: "q=%20&q=2",
      queryStringParameters: { q: " ,2" },
    });
  });
});

describe("the answer of a function", () => {
  test("becomes status, headers, cookies and bytes", () => {
    const reply = httpReply({
      statusCode: 303,
      headers: { Location: "/x" },
      cookies: ["a=1; Path=/", "b=2"],
      body: "YT1i",
      isBase64Encoded: true,
    });
    expect(reply).toEqual({
      status: 303,
      headers: { location: "/x", "set-cookie": ["a=1; Path=/", "b=2"] },
      body: Buffer.from("a=b"),
    });
  });

  test("is 200 with it as the body where it names no status, and nothing where it is malformed", () => {
    expect(httpReply({ hello: 1 })).toMatchObject({ status: 200, body: Buffer.from('{"hello":1}') });
    expect(httpReply({ statusCode: "ok" })).toBeNull();
  });
});
