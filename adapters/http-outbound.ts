import { lookup } from "node:dns/promises";
import type { IncomingMessage, RequestOptions } from "node:http";
import type { LookupFunction } from "node:net";
import type { Clock, Outbound } from "../domain/world.ts";
import { judgeAddress } from "./address-judge.ts";

interface Address {
  readonly address: string;
  readonly family: number;
}

export interface HttpOutboundOptions {
  readonly clock: Clock;
  /** Plain http and this machine's own addresses too: for tests and demos on one machine. */
  readonly allowLoopback?: boolean;
  /** All addresses of a name; the system's resolver unless given. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
  readonly timeLimitMs?: number;
}

const BODY_CAP = 64 * 1024;
const TIME_LIMIT_MS = 5000;
const resolveBySystem = (hostname: string) => lookup(hostname, { all: true });

/**
 * Posts to endpoints that tenants name, so that none of them can be used to reach into our network: https only, the
 * name is resolved once, every address is judged, the socket goes to a judged address, no redirect is followed, and
 * nothing of the answer but its status is told. Throws when there was no answer or the address is not allowed.
 */
export function httpOutbound(options: HttpOutboundOptions): Outbound {
  const { clock, allowLoopback = false, resolve = resolveBySystem, timeLimitMs = TIME_LIMIT_MS } = options;

  return {
    async post(text, headers, body) {
      const signal = AbortSignal.timeout(timeLimitMs);
      const url = checkUrl(text, allowLoopback);
      const addresses = await orTimedOut(signal, resolveHost(url, resolve));
      for (const { address } of addresses) checkAddress(address, allowLoopback);
      const answer = await send(url, body, {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        lookup: pinnedTo(addresses),
        agent: false,
        maxHeaderSize: 16_384,
        signal,
      });
      const retryAfterSeconds = secondsUntil(answer.headers["retry-after"], clock());
      return { status: answer.statusCode ?? 0, retryAfterSeconds };
    },
  };
}

function checkUrl(text: string, allowLoopback: boolean): URL {
  const url = URL.parse(text);
  if (!url) throw new Error("The endpoint is not a URL.");
  if (url.protocol !== "https:" && !(allowLoopback && url.protocol === "http:")) {
    throw new Error("The endpoint must be https.");
  }
  if (url.username || url.password) throw new Error("The endpoint's URL must not hold credentials.");
  if (!allowLoopback) checkPort(url);
  return url;
}

/** Other services' well-known ports are not for webhooks. */
function checkPort(url: URL): void {
  const port = Number(url.port || 443);
  if (port !== 443 && port < 1024) throw new Error(`Port ${port} is not allowed.`);
}

/** A literal address stands for itself; what looks like one but is not is never handed to a resolver. */
async function resolveHost(url: URL, resolve: (hostname: string) => Promise<readonly Address[]>) {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (judgeAddress(hostname) !== "not_an_address") {
    return [{ address: hostname, family: hostname.includes(":") ? 6 : 4 }];
  }
  const addresses = await resolve(hostname);
  if (addresses.length === 0) throw new Error(`${hostname} has no address.`);
  return addresses;
}

function checkAddress(address: string, allowLoopback: boolean): void {
  const verdict = judgeAddress(address);
  if (verdict === "public" || (allowLoopback && verdict === "loopback")) return;
  throw new Error("The endpoint's address is not a public one.");
}

/** The name may resolve to something else by now, so the socket must not ask again. */
function pinnedTo(addresses: readonly Address[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    if (all) callback(null, [...addresses]);
    else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
  };
}

/** An `import` of `node:http` brings fetch with it, which takes a third of what the rest of a function takes to load. */
const clientOf = (protocol: string) => (protocol === "https:" ? import("node:https") : import("node:http"));

async function send(url: URL, body: string, options: RequestOptions): Promise<IncomingMessage> {
  const { request } = await clientOf(url.protocol);
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (answer) => {
      drain(answer);
      resolve(answer);
    });
    outgoing.on("error", (cause) => reject(asFailure(cause)));
    outgoing.end(body);
  });
}

/** The status is all we want: the body is read only so far that a receiver of good faith is not cut off. */
function drain(answer: IncomingMessage): void {
  let left = BODY_CAP;
  answer.on("error", () => {});
  answer.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) answer.destroy();
  });
}

const asFailure = (cause: Error): Error =>
  new Error(
    cause.name === "AbortError" ? "The endpoint did not answer in time." : `No answer: ${cause.message}`,
    { cause },
  );

async function orTimedOut<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () =>
        reject(new Error("The endpoint's name did not resolve in time.")),
      );
    }),
  ]);
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function secondsUntil(retryAfter: string | undefined, now: number): number | null {
  if (retryAfter === undefined) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const date = retryAfter.endsWith("GMT") ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}
