import { createServer, type IncomingMessage, Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Serves on a free port of the loopback interface until the test ends; its origin. */
export async function loopbackServer(answer: Answer | Server): Promise<string> {
  const server =
    answer instanceof Server ? answer : createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port }: AddressInfo = Object(server.address());
  return `http://127.0.0.1:${port}`;
}

/** What an SDK client needs to talk to it. */
export const awsClient = (endpoint: string) => ({
  endpoint,
  region: "eu-central-1",
  credentials: { accessKeyId: "any", secretAccessKey: "any" },
});
