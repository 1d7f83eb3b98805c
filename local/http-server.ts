import type { Server } from "node:http";
import { serve } from "@hono/node-server";

export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

/** The port cannot be had. Its message says what to do. */
export class PortFault extends Error {
  override readonly name = "PortFault";
}

export interface HttpServer {
  readonly port: number;
  /** Until this is called every request is answered 503. */
  answerWith(fetch: Fetch): void;
  close(): Promise<void>;
}

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

const isHttpServer = (server: object): server is Server => "closeAllConnections" in server;

/** Listens on loopback. Throws `PortFault`. Listening comes first, so that a taken port is found before anything is written. */
export function listen(port: number): Promise<HttpServer> {
  let answer: Fetch = STARTING;
  const { promise, resolve, reject } = Promise.withResolvers<HttpServer>();
  const server = serve(
    { fetch: (request: Request, env: unknown) => answer(request, env), port, hostname: "127.0.0.1" },
    (address) =>
      resolve({
        port: address.port,
        answerWith(fetch) {
          answer = fetch;
        },
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if (isHttpServer(server)) server.closeAllConnections();
          }),
      }),
  );
  server.once("error", (fault: NodeJS.ErrnoException) => reject(faultOf(fault, port)));
  return promise;
}
