import { Hono } from "hono";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { httpHandler, lambdaClientIp } from "../../adapters/lambda-http.ts";
import { siteAt } from "../../functions/site-at.ts";
import { notFoundPage } from "../../views/not-found-page.ts";

const HOST = "partners.example.com";
const face = new Hono()
  .get("/ip", (c) => c.text(lambdaClientIp(c)))
  .get("/pdf", (c) => c.body(Uint8Array.of(0x25, 0xff, 0x00), 200, { "Content-Type": "application/pdf" }))
  .get("/healthz", (c) => c.text("here"))
  .post("/bytes", async (c) => c.text([...new Uint8Array(await c.req.arrayBuffer())].join(" ")));
const handler = httpHandler(async () => siteAt(`https://${HOST}`, notFoundPage).route("/", face));

/** A request as an HTTP API hands it over. */
function eventOf(method: string, path: string, changes: Partial<APIGatewayProxyEventV2> = {}) {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { host: HOST, "x-forwarded-for": "203.0.113.9" },
    isBase64Encoded: false,
    body: null,
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      authentication: null,
      authorizer: {},
      domainName: HOST,
      domainPrefix: "partners",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "198.51.100.7", userAgent: "test" },
      requestId: "r",
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    ...changes,
  };
}

const context = {
  awsRequestId: "r-1",
  callbackWaitsForEmptyEventLoop: false,
  functionName: "vendor-api",
  functionVersion: "1",
  invokedFunctionArn: "arn",
  memoryLimitInMB: "256",
  logGroupName: "g",
  logStreamName: "s",
  identity: { cognitoIdentityId: "", cognitoIdentityPoolId: "" },
  clientContext: {
    client: { installationId: "", appTitle: "", appVersionName: "", appVersionCode: "", appPackageName: "" },
    Custom: null,
    env: { platformVersion: "", platform: "", make: "", model: "", locale: "" },
  },
  getRemainingTimeInMillis: () => 10_000,
};
const ask = (...args: Parameters<typeof eventOf>) => handler(Object(eventOf(...args)), context);

describe("a face behind an HTTP API", () => {
  test("knows the client by what the API saw, whatever a header says", async () => {
    expect(await ask("GET", "/ip")).toMatchObject({ statusCode: 200, body: "198.51.100.7" });
  });

  test("answers bytes whole", async () => {
    const { body, isBase64Encoded } = await ask("GET", "/pdf");
    expect(isBase64Encoded).toBe(true);
    expect([...Buffer.from(body, "base64")]).toEqual([0x25, 0xff, 0x00]);
  });

  test("gets the raw bytes of a request", async () => {
    const raw = { body: Buffer.from([0xc3, 0x28, 0x00]).toString("base64"), isBase64Encoded: true };
    expect(await ask("POST", "/bytes", raw)).toMatchObject({ body: "195 40 0" });
  });

  test("answers one host only, but says to everybody that it is there", async () => {
    const other = { headers: { host: "evil.example" } };
    expect(await ask("GET", "/ip", other)).toMatchObject({ statusCode: 421 });
    expect(await ask("GET", "/healthz", other)).toMatchObject({ statusCode: 200 });
  });

  test("has a page for an address that no face has, as careful as the others", async () => {
    const { statusCode, body, headers } = await ask("GET", "/nothing");
    expect(statusCode).toBe(404);
    expect(body).toContain("Page not found");
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
  });

  test("says so as a problem where there are no pages", async () => {
    const machines = httpHandler(async () => siteAt(`https://${HOST}`).route("/", face));
    const { statusCode, body, headers } = await machines(Object(eventOf("GET", "/nothing")), context);
    expect(statusCode).toBe(404);
    expect(headers).toMatchObject({ "content-type": "application/problem+json" });
    expect(JSON.parse(body)).toMatchObject({ type: `https://${HOST}/docs/errors#not_found`, status: 404 });
  });
});
