import { Agent, createServer, request as httpRequest } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import { once } from "node:events";

export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Thrown by a service: the connection breaks without an answer. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** A service as a function of its requests. */
export type Service = (request: WireRequest) => Promise<WireReply>;

export const jsonReply = (status: number, body: unknown, type = "application/json"): WireReply => ({
  status,
  headers: { "content-type": type },
  body: Buffer.from(JSON.stringify(body)),
});

export async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Hop by hop, or told anew by whoever sends the body on. */
const NOT_PASSED_ON = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "expect"]);

const passedOn = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_PASSED_ON.has(name) ? [] : [[name, value] as const],
    ),
  );

/** The service that answers at an origin of this machine. */
export function forwardTo(origin: string): Service {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true });
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          hostname,
          port,
          method,
          path,
          agent,
          headers: { ...passedOn(headers), "content-length": String(body.length) },
        },
        (answer) => {
          bodyOf(answer).then(
            (answered) =>
              resolve({ status: answer.statusCode ?? 0, headers: passedOn(answer.headers), body: answered }),
            reject,
          );
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
}

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Listens on a free loopback port. */
export async function listenOnLoopback(server: Server): Promise<Listening> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port }: { port: number } = Object(server.address());
  return {
    port,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A service on a port of its own. What it throws is answered with 500. */
export function serve(service: Service): Promise<Listening> {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    const answer = async (): Promise<WireReply> => {
      const body = await bodyOf(request);
      return service({
        method: request.method ?? "GET",
        path: request.url ?? "/",
        headers: request.headers,
        body,
      });
    };
    answer()
      .catch((fault: unknown) => {
        if (fault instanceof ConnectionLost) throw fault;
        return jsonReply(500, { message: String(fault) });
      })
      .then(
        ({ status, headers, body }) => {
          response.writeHead(status, { ...headers, "content-length": body.length });
          response.end(request.method === "HEAD" ? undefined : body);
        },
        () => response.destroy(),
      );
  });
  server.keepAliveTimeout = 60_000;
  return listenOnLoopback(server);
}
