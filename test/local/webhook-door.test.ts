import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listen } from "../../local/http-server.ts";
import type { HttpServer } from "../../local/http-server.ts";
import { webhookDoor } from "../../local/webhook-door.ts";
import {
  BASE_URL,
  openIntake,
  sampleBody,
  SECRET,
  signedHeaders,
} from "../functions/receive-webhook/intake.ts";
import type { Intake } from "../functions/receive-webhook/intake.ts";

const { host } = new URL(BASE_URL);
const SAMPLE = JSON.stringify(sampleBody());

let intake: Intake;
let server: HttpServer;
let faults: unknown[];
/** What the door left to the faces. */
let left: string[];

beforeEach(async () => {
  intake = await openIntake();
  faults = [];
  left = [];
  server = await listen(0);
  server.answerWith({
    fetch(asked) {
      left.push(`${asked.method} ${new URL(asked.url).pathname}`);
      return new Response("left");
    },
    door: webhookDoor({ baseUrl: BASE_URL, receive: intake.receive, onFault: (fault) => faults.push(fault) }),
  });
});
afterEach(() => server.close());

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** More pieces come one by one. */
  readonly pieces?: readonly string[];
}

async function send({ method = "POST", path = "/webhooks/acme", headers = {}, pieces = [SAMPLE] }: Sent) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    headers: IncomingHttpHeaders;
    text: string;
  }>();
  const asking = request({
    port: server.port,
    host: "127.0.0.1",
    method,
    path,
    headers: { host, ...headers },
  });
  asking.on("error", reject);
  asking.on("response", (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (part: string) => (text += part));
    response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
  });
  for (const piece of pieces) {
    await new Promise<void>((written) => void asking.write(piece, () => written()));
  }
  asking.end();
  return promise;
}

const lengthOf = (body: string) => ({ "content-length": String(Buffer.byteLength(body)) });
const signed = (body: string, sending = {}) => ({ ...signedHeaders(body, sending), ...lengthOf(body) });

const REFUSED: readonly (readonly [string, Sent])[] = [
  ["a forged one", { headers: signed(SAMPLE, { secret: `${SECRET.slice(0, -4)}AAA=` }) }],
  ["one for an unknown vendor", { path: "/webhooks/nobody", headers: signed(SAMPLE) }],
  ["one that is not JSON", { headers: signed("{"), pieces: ["{"] }],
  ["one of another type", { headers: { ...signed(SAMPLE), "content-type": "text/plain" } }],
  ["one with fields missing", { headers: signed("{}"), pieces: ["{}"] }],
];

describe("the door for webhooks", () => {
  test("accepts one that comes in pieces, and answers a repeat with the same bytes", async () => {
    const pieces = [SAMPLE.slice(0, 100), SAMPLE.slice(100)];
    const first = await send({ headers: signed(SAMPLE), pieces });
    const again = await intake.post(SAMPLE, signedHeaders(SAMPLE));
    expect(first).toMatchObject({ status: 202, text: await again.text() });
    expect(first.headers).toMatchObject(Object.fromEntries(again.headers));
    expect(await intake.started()).toBe(1);
    expect(left).toEqual([]);
  });

  test.each(REFUSED)("refuses %s in the words of the faces", async (_name, sent) => {
    const { headers = {}, path, pieces = [SAMPLE] } = sent;
    const refused = await send(sent);
    const expected = await intake.post(pieces.join(""), headers, path);
    expect(refused).toMatchObject({ status: expected.status, text: await expected.text() });
    expect(refused.headers).toMatchObject(Object.fromEntries(expected.headers));
    expect(await intake.started()).toBe(0);
    expect(left).toEqual([]);
  });

  test("tells of a fault, and answers that it is ours", async () => {
    intake.store.close();
    expect(await send({ headers: signed(SAMPLE) })).toMatchObject({ status: 500 });
    expect(faults).toHaveLength(1);
  });

  test.each<readonly [string, Sent]>([
    ["another method", { method: "PUT", headers: signed(SAMPLE) }],
    ["another path", { path: "/webhooks/acme/more", headers: signed(SAMPLE) }],
    ["a path with a query", { path: "/webhooks/acme?more", headers: signed(SAMPLE) }],
    ["another host", { headers: { ...signed(SAMPLE), host: "elsewhere.example" } }],
    ["a body of unknown length", { headers: { ...signedHeaders(SAMPLE), "transfer-encoding": "chunked" } }],
    ["a body that is too large", { headers: lengthOf("x".repeat(65_537)), pieces: ["x".repeat(65_537)] }],
  ])("leaves %s to the faces", async (_name, sent) => {
    expect(await send(sent)).toMatchObject({ status: 200, text: "left" });
    expect(left).toHaveLength(1);
    expect(await intake.started()).toBe(0);
  });

  test("starts nothing when the body breaks off", async () => {
    const asking = request({
      port: server.port,
      host: "127.0.0.1",
      method: "POST",
      path: "/webhooks/acme",
      headers: { host, ...signed(SAMPLE) },
    });
    // It is told by the "close" that follows.
    asking.on("error", () => {});
    await new Promise<void>((written) => void asking.write(SAMPLE.slice(0, 100), () => written()));
    const closed = new Promise((resolve) => void asking.on("close", resolve));
    asking.destroy();
    await closed;
    await send({ headers: signed(SAMPLE, { id: "msg_2" }) });
    expect(await intake.started()).toBe(1);
    expect(faults).toEqual([]);
  });
});
