import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** `lose`: the request is done, and its answer never arrives. */
export type Interference = { readonly status: number; readonly body: unknown } | "lose" | null;

/** Says what happens to a request (`TransactWriteItems`, …); `null`: it goes through. */
export type Rule = (operation: string, body: string) => Interference;

/** Stands between a client and DynamoDB, and sometimes in its way. Its address. */
export async function startDynamoDbProxy(target: string, rule: Rule): Promise<string> {
  const server = createServer((incoming, answer) => {
    const pass = async (): Promise<void> => {
      const body = await buffer(incoming);
      const operation = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
      const interference = rule(operation, body.toString());
      if (interference && interference !== "lose") {
        answer.writeHead(interference.status, { "content-type": "application/x-amz-json-1.0" });
        answer.end(JSON.stringify(interference.body));
        return;
      }
      const [response, bytes] = await forward(target, incoming, body);
      if (interference === "lose") answer.destroy();
      else answer.writeHead(response.statusCode ?? 500, response.headers).end(bytes);
    };
    pass().catch((fault: unknown) => answer.destroy(fault instanceof Error ? fault : undefined));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return `http://127.0.0.1:${address.port}`;
}

async function forward(target: string, incoming: IncomingMessage, body: Buffer) {
  const { method, headers } = incoming;
  const outgoing = request(target, { ...(method ? { method } : {}), headers });
  outgoing.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve).once("error", reject);
  });
  return [response, await buffer(response)] as const;
}

/** As DynamoDB says it: a fault of its own. */
export const serviceFault = (name: string, rest: object = {}): Interference => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: "said by the test", ...rest },
});

/** A transaction that was canceled because of its first item. */
export const canceledFor = (code: string, body: string): Interference => {
  const sent: { TransactItems: unknown[] } = JSON.parse(body);
  const CancellationReasons = sent.TransactItems.map((_, index) => ({ Code: index === 0 ? code : "None" }));
  return serviceFault("TransactionCanceledException", { CancellationReasons });
};
