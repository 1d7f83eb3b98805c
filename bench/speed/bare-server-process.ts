import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import { answerQuestions } from "./answering.ts";
import { ownUsage } from "./own-usage.ts";

const ANSWER = JSON.stringify({ onboardingId: "none", status: "in_progress", links: { self: "none" } });

/** The least that any Node server does with a webhook: read the whole body, and answer. */
function receive(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const status = request.method === "POST" && body.length > 0 ? 202 : 400;
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": ANSWER.length });
    response.end(ANSWER);
  });
}

async function listen(): Promise<number> {
  const server = createServer(receive).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

answerQuestions({ listen, usage: ownUsage });
