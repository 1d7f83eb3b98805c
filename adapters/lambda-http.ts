import type { Context, Hono } from "hono";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import * as z from "zod/mini";
import { lambdaHandler } from "./lambda-handler.ts";

/** Answers requests of an HTTP API (payload format 2.0) by a Hono app. */
export const httpHandler = (open: () => Promise<Hono>) =>
  lambdaHandler(
    async () => handle(await open()),
    (answer, event: LambdaEvent, invocation: LambdaContext) => answer(event, invocation),
  );

const bindings = z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) });

/** The address the HTTP API saw; headers could say anything. */
export function lambdaClientIp(c: Context): string {
  const parsed = bindings.safeParse(c.env);
  return parsed.success ? parsed.data.requestContext.http.sourceIp : "unknown";
}
