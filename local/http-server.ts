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
  /** Whether many requests wait for their answers, or did a moment ago. */
  readonly isBusy: () => boolean;
  close(): Promise<void>;
}

/** How long a request under way may take once the server closes. */
const PATIENCE = 5000;

const HOST = "127.0.0.1";

const STARTING: Fetch = () =>
  new Response("Starting. Try again in a second.\n", { status: 503, headers: { "retry-after": "1" } });

function faultOf(fault: NodeJS.ErrnoException, port: number): Error {
  if (fault.code === "EADDRINUSE") {
    return new PortFault(`port ${port} is taken: stop what uses it, or choose another with PORT=…`, {
      cause: fault,
    });
  }
  if (fault.code === "EACCES") {
    return new PortFault(`port ${port} needs more rights: choose one above 1023 with PORT=…`, {
      cause: fault,
    });
  }
  return fault;
}

/** So many at a time come from a machine, not from people clicking. */
const MANY = 4;
/** Many are answered at once, by one commit: a moment without any is not the end of them. */
const CALM_AFTER_MS = 1000;

/** Knows the requests that are under way. */
function watchRequests(server: Server) {
  const underWay = new Set<ServerResponse>();
  let calmFrom = 0;
  function look(): void {
    if (underWay.size >= MANY) calmFrom = performance.now() + CALM_AFTER_MS;
  }
  function leave(this: ServerResponse): void {
    look();
    underWay.delete(this);
  }
  server.on("request", (_request, response: ServerResponse) => {
    underWay.add(response);
    look();
    response.on("close", leave);
  });
  return {
    isBusy: () => performance.now() < calmFrom || underWay.size >= MANY,
    answered: () => Promise.allSettled([...underWay].map((response) => once(response, "close"))),
  };
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
  const server = createServer((request, response) => {
    if (!now.door?.(request, response)) void fetched(request, response);
  });
  const requests = watchRequests(server);
  const { promise, resolve, reject } = Promise.withResolvers<HttpServer>();
  server.once("error", (fault: NodeJS.ErrnoException) => reject(faultOf(fault, port)));
  server.listen(port, HOST, () =>
    resolve({
      port: portOf(server),
      answerWith(answering) {
        now = answering;
      },
      isBusy: () => requests.isBusy(),
      close: () => closeServer(server, () => requests.answered()),
    }),
  );
  return promise;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server listens on no port");
  return address.port;
}
