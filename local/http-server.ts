import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";

export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

/** Answers by itself what it is made for. `false`: that is another's. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Answering {
  readonly fetch: Fetch;
  /** Asked first. */
  readonly door?: Door;
}

/** The port cannot be had. Its message says what to do. */
export class PortFault extends Error {
  override readonly name = "PortFault";
}

export interface HttpServer {
  readonly port: number;
  /** Until this is called every request is answered 503. */
  answerWith(answering: Answering): void;
  /** Whether the door takes a flood, or did a moment ago. */
  readonly isBusy: () => boolean;
  close(): Promise<void>;
}

/** How long a request under way may take once the server closes. */
const PATIENCE = 5000;

export const HOST = "127.0.0.1";

const STARTING: Fetch = () =>
  new Response("Starting. Try again in a second.\n", { status: 503, headers: { "retry-after": "1" } });

/** `setting`: the variable that chose the port. */
export function portFault(
  fault: NodeJS.ErrnoException,
  { port, setting }: { readonly port: number; readonly setting: string },
): Error {
  if (fault.code === "EADDRINUSE") {
    return new PortFault(`port ${port} is taken: stop what uses it, or choose another with ${setting}=…`, {
      cause: fault,
    });
  }
  if (fault.code === "EACCES") {
    return new PortFault(`port ${port} needs more rights: choose one above 1023 with ${setting}=…`, {
      cause: fault,
    });
  }
  return fault;
}

/** So many in a second are no people, nor a vendor who adds partners as they come. */
const FLOOD = 200;
const SECOND = 1000;

/** Knows whether requests come by the hundred. A moment without any is not the end of them. */
function watchFlood() {
  let [second, count, calmFrom] = [0, 0, 0];
  return {
    came(): void {
      const now = performance.now();
      if (now >= second + SECOND) [second, count] = [now, 0];
      if (++count >= FLOOD) calmFrom = now + SECOND;
    },
    isHere: () => performance.now() < calmFrom,
  };
}

/** Knows the requests that are under way, to wait for their answers. */
function watchRequests(server: Server): () => Promise<unknown> {
  const underWay = new Set<ServerResponse>();
  function leave(this: ServerResponse): void {
    underWay.delete(this);
  }
  server.on("request", (_request, response: ServerResponse) => {
    underWay.add(response);
    response.on("close", leave);
  });
  return () => Promise.allSettled([...underWay].map((response) => once(response, "close")));
}

/** Lets what is under way be answered, for a while. */
async function closeServer(server: Server, answered: () => Promise<unknown>): Promise<void> {
  const closed = new Promise<void>((done) => void server.close(() => done()));
  await Promise.race([answered(), pause(PATIENCE, null, { ref: false })]);
  server.closeAllConnections();
  await closed;
}

/** Listens on loopback. Throws `PortFault`. Listening comes first, so that a taken port is found before anything is written. */
export function listen(port: number): Promise<HttpServer> {
  let now: Answering = { fetch: STARTING };
  const fetched = getRequestListener((request: Request, env: unknown) => now.fetch(request, env), {
    hostname: HOST,
  });
  const flood = watchFlood();
  const server = createServer((request, response) => {
    if (now.door?.(request, response)) flood.came();
    else void fetched(request, response);
  });
  const answered = watchRequests(server);
  const { promise, resolve, reject } = Promise.withResolvers<HttpServer>();
  server.once("error", (fault: NodeJS.ErrnoException) => reject(portFault(fault, { port, setting: "PORT" })));
  server.listen(port, HOST, () =>
    resolve({
      port: portOf(server),
      answerWith(answering) {
        now = answering;
      },
      isBusy: flood.isHere,
      close: () => closeServer(server, answered),
    }),
  );
  return promise;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server listens on no port");
  return address.port;
}
