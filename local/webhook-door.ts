import type { IncomingMessage, ServerResponse } from "node:http";
import { problemOf, PROBLEM_HEADERS, problemText } from "../functions/problem.ts";
import type { Problem } from "../functions/problem.ts";
import { ACCEPTED_HEADERS } from "../functions/receive-webhook/app.ts";
import { MOST_BYTES } from "../functions/receive-webhook/read-body.ts";
import type { Receive } from "../functions/receive-webhook/receive.ts";
import type { Door } from "./http-server.ts";
import { abreast } from "./abreast.ts";

export interface WebhookDoor {
  readonly baseUrl: string;
  readonly receive: Receive;
  readonly onFault: (fault: unknown) => void;
}

const PATH = /^\/webhooks\/([\w-]+)$/;

/**
 * Takes ordinary webhooks as they come from node, because they come by the thousand and the way through all the faces
 * takes as long as the work. It answers as `receiveWebhook` does, and leaves to it whatever is out of the ordinary.
 */
export function webhookDoor({ baseUrl, receive, onFault }: WebhookDoor): Door {
  const { host } = new URL(baseUrl);
  const begin = abreast();

  async function answer(vendorId: string, request: IncomingMessage, body: Uint8Array): Promise<Answer> {
    try {
      const received = await receive({ vendorId, header: (name) => one(request.headers[name]), body });
      if (received.ok) return { status: 202, headers: ACCEPTED_HEADERS, text: received.value };
      const { code, ...more } = received.error;
      return problemAnswer(problemOf(baseUrl, code, more));
    } catch (fault) {
      onFault(fault);
      return problemAnswer(problemOf(baseUrl, "internal_error"));
    }
  }

  return (request, response) => {
    const vendorId = request.method === "POST" ? PATH.exec(request.url ?? "")?.[1] : undefined;
    if (vendorId === undefined || request.headers.host !== host || !isShort(request)) return false;
    onBody(request, (body) =>
      begin(() => void answer(vendorId, request, body).then((given) => send(response, given))),
    );
    return true;
  };
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === "object" ? value.join(", ") : value;

/** Known beforehand to be no longer than is read. */
function isShort({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return length !== undefined && Number(length) <= MOST_BYTES;
}

/** Not called for a request that breaks off. */
function onBody(request: IncomingMessage, use: (body: Uint8Array) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const [first] = chunks;
    use(first && chunks.length === 1 ? first : Buffer.concat(chunks));
  });
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const problemAnswer = (problem: Problem): Answer => ({
  status: problem.status,
  headers: PROBLEM_HEADERS,
  text: problemText(problem),
});

function send(response: ServerResponse, { status, headers, text }: Answer): void {
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}
