import { once } from "node:events";
import { Server } from "node:http";
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "@hono/node-server";
import type { ServerType } from "@hono/node-server";

export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

/** The port cannot be had. Its message says what to do. */
export class PortFault extends Error {
  override readonly name = "PortFault";
}

export interface HttpServer {
  readonly port: number;
  /** Until this is called every request is answered 503. */
  answerWith(fetch: Fetch): void;
  /** Whether many requests wait for their answers right now. */
  isBusy(): boolean;
  close(): Promise<void>;
}

/** How long a request under way may take once the server closes. */
const PATIENCE = 5000;

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

function httpServer(server: ServerType): Server {
  if (server instanceof Server) return server;
  throw new Error("this is no HTTP/1.1 server");
}

/** So many at a time come from a machine, not from people clicking. */
const MANY = 4;

/** Knows the requests that are under way. */
function watchRequests(server: Server) {
  const underWay = new Set<ServerResponse>();
  server.on("request", (_request, response: ServerResponse) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
  });
  return {
    isBusy: () => underWay.size >= MANY,
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
  let answer: Fetch = STARTING;
  const { promise, resolve, reject } = Promise.withResolvers<HttpServer>();
  const server = httpServer(
    serve(
      { fetch: (request: Request, env: unknown) => answer(request, env), port, hostname: "127.0.0.1" },
      (address) =>
        resolve({
          port: address.port,
          answerWith(fetch) {
            answer = fetch;
          },
          isBusy: () => requests.isBusy(),
          close: () => closeServer(server, () => requests.answered()),
        }),
    ),
  );
  const requests = watchRequests(server);
  server.once("error", (fault: NodeJS.ErrnoException) => reject(faultOf(fault, port)));
  return promise;
}
