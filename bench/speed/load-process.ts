import { connect } from "node:net";
import type { Socket } from "node:net";
import { once } from "node:events";
import { z } from "zod";
import { signWebhook } from "../../adapters/standard-webhooks.ts";
import { answerQuestions } from "./answering.ts";
import { quantile } from "./statistics.ts";
import { webhookOf } from "./webhook.ts";

const batchSchema = z.object({
  /** Tells the webhooks of this batch from all others. */
  name: z.string(),
  count: z.int(),
  host: z.string(),
  vendorId: z.string(),
  secret: z.string(),
});
const burstSchema = z.object({ port: z.int(), connections: z.int() });

let batch: readonly Buffer[] = [];

/** Signs before the clock runs; a signature is good for five minutes. */
function prepare({ name, count, host, vendorId, secret }: z.infer<typeof batchSchema>): void {
  const timestamp = Math.floor(Date.now() / 1000);
  batch = Array.from({ length: count }, (_, n) => {
    const id = `${name}_${n}`;
    const body = Buffer.from(webhookOf(`${name}-${n}`));
    const head = [
      `POST /webhooks/${vendorId} HTTP/1.1`,
      `Host: ${host}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      `webhook-id: ${id}`,
      `webhook-timestamp: ${timestamp}`,
      `webhook-signature: ${signWebhook([secret], id, { timestamp, body })}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
  });
}

/** Whether a whole answer has come. Throws unless it is a 202 of known length. */
function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  if (!text.startsWith("HTTP/1.1 202 ")) throw new Error(`not accepted: ${text}`);
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${text}`);
  return text.length >= end + 4 + Number(length);
}

async function roundTrip(socket: Socket, request: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let text = "";
  const hear = (chunk: Buffer): void => {
    text += chunk.toString("latin1");
    try {
      if (isWhole(text)) resolve();
    } catch (fault) {
      reject(fault);
    }
  };
  const lose = (): void => reject(new Error("the connection was closed"));
  socket.on("data", hear).once("close", lose);
  socket.write(request);
  await promise;
  socket.off("data", hear).off("close", lose);
}

/** Sends the whole batch, always one request on each connection, kept alive. */
async function burst({ port, connections }: z.infer<typeof burstSchema>) {
  const ms: number[] = [];
  let next = 0;
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      await once(socket, "connect");
      // It is told by the "close" that follows, where somebody waits for an answer.
      socket.on("error", () => {});
      return socket;
    }),
  );
  const startedAt = performance.now();
  const send = async (socket: Socket): Promise<void> => {
    for (let n = next++; n < batch.length; n = next++) {
      const sentAt = performance.now();
      await roundTrip(socket, batch[n] ?? Buffer.alloc(0));
      ms.push(performance.now() - sentAt);
    }
  };
  await Promise.all(sockets.map(send));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.destroy();
  return { accepted: ms.length, seconds, p50Ms: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99) };
}

answerQuestions({
  prepare: (order) => prepare(batchSchema.parse(order)),
  burst: (order) => burst(burstSchema.parse(order)),
});
