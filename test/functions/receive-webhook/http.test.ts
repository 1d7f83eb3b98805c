import { connect } from "node:net";
import { serve } from "@hono/node-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openIntake, sampleBody, signedHeaders } from "./intake.ts";
import type { Intake } from "./intake.ts";

let intake: Intake;
let port: number;
let stop: () => Promise<void>;

beforeEach(async () => {
  intake = await openIntake();
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: intake.app.fetch, hostname: "127.0.0.1", port: 0 }, (info) =>
    listening.resolve(info.port),
  );
  port = await listening.promise;
  stop = () => new Promise((resolve) => server.close(() => resolve()));
});
afterEach(() => stop());

const SAMPLE = JSON.stringify(sampleBody());

/** Writes these bytes to the port and reads the status of the first answer that is not "100 Continue". */
async function statusOf(parts: readonly string[]): Promise<number> {
  const answered = Promise.withResolvers<number>();
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    const status = /HTTP\/1\.1 (?!100)(\d{3})/.exec(text)?.[1];
    if (status) answered.resolve(Number(status));
  });
  // The server may hang up on a body that it will not read to its end.
  socket.on("error", () => {});
  socket.on("close", () => answered.resolve(0));
  for (const part of parts) socket.write(part);
  const status = await answered.promise;
  socket.destroy();
  return status;
}

const head = (headers: readonly (readonly [string, string])[]): string =>
  ["POST /webhooks/acme HTTP/1.1", "Host: x", ...headers.map((pair) => pair.join(": ")), "", ""].join("\r\n");

const signed = (): [string, string][] => Object.entries(signedHeaders(SAMPLE));
const length = (body: string): [string, string] => ["Content-Length", String(Buffer.byteLength(body))];
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

test("a signed webhook is accepted over a socket", async () => {
  expect(await statusOf([head([...signed(), length(SAMPLE)]), SAMPLE])).toBe(202);
});

test("a signed webhook is accepted in chunks", async () => {
  const chunks = [chunk(SAMPLE.slice(0, 100)), chunk(SAMPLE.slice(100)), "0\r\n\r\n"];
  expect(await statusOf([head([...signed(), ["Transfer-Encoding", "chunked"]]), ...chunks])).toBe(202);
});

test("a sender that asks before it sends is let go on", async () => {
  expect(await statusOf([head([...signed(), length(SAMPLE), ["Expect", "100-continue"]]), SAMPLE])).toBe(202);
});

test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])(
  "a header that comes twice is not taken, even with the same value (%s)",
  async (name) => {
    const twice: [string, string] = [name, signedHeaders(SAMPLE)[name] ?? ""];
    expect(await statusOf([head([...signed(), twice, length(SAMPLE)]), SAMPLE])).toBe(401);
    expect(await intake.started()).toBe(0);
  },
);

test("a body that is announced too large is refused before it comes", async () => {
  expect(await statusOf([head([...signed(), ["Content-Length", "70000"]])])).toBe(413);
});

test("a body in chunks is refused once it is too large, before it ends", async () => {
  const chunks = Array.from({ length: 5 }, () => chunk("x".repeat(16_384)));
  expect(await statusOf([head([...signed(), ["Transfer-Encoding", "chunked"]]), ...chunks])).toBe(413);
});

test("twenty at once over sockets start one onboarding", async () => {
  const request = [head([...signed(), length(SAMPLE)]), SAMPLE];
  const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(request)));
  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(await intake.started()).toBe(1);
});
