import { Hono } from "hono";
import type { Context } from "hono";
import { problems } from "../problem.ts";
import { readBytes } from "./read-body.ts";
import type { Receive } from "./receive.ts";

export interface ReceiveWebhookDeps {
  readonly baseUrl: string;
  readonly receive: Receive;
  /** Told what went wrong on our side. */
  readonly onFault?: (fault: unknown) => void;
}

export const ACCEPTED_HEADERS = { "Content-Type": "application/json", "Cache-Control": "no-store" };

/** `POST /webhooks/:vendorId`: 202 once the onboarding is stored, else a problem and nothing has changed. */
export function receiveWebhook({ baseUrl, receive, onFault }: ReceiveWebhookDeps): Hono {
  const answer = problems(baseUrl);
  const app = new Hono();
  app.post("/webhooks/:vendorId", async (c) => {
    const received = await receive(await letterIn(c));
    if (received.ok) return c.body(received.value, 202, ACCEPTED_HEADERS);
    const { code, ...more } = received.error;
    return answer(c, code, more);
  });
  app.all("/webhooks/:vendorId", (c) => {
    c.header("Allow", "POST");
    return answer(c, "method_not_allowed");
  });
  app.onError((fault, c) => {
    onFault?.(fault);
    return answer(c, "internal_error");
  });
  return app;
}

const letterIn = async (c: Context<object, "/webhooks/:vendorId">) => ({
  vendorId: c.req.param("vendorId"),
  header: (name: string) => c.req.header(name),
  body: await readBytes(c),
});
