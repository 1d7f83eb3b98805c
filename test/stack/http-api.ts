import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import type { Functions, Invoker } from "./functions.ts";
import { httpEvent, httpReply } from "./http-event.ts";
import { routeFor } from "./http-routes.ts";
import { ACCOUNT, PARTITION, REGION } from "./physical-ids.ts";
import type { Recorder } from "./recorder.ts";
import { jsonReply, serve } from "./wire.ts";
import type { Listening, WireReply, WireRequest } from "./wire.ts";

const MOST_BODY = 10 * 1024 * 1024;
const MOST_HEADERS = 10_240;

const routeSchema = z.object({ ApiId: z.string(), RouteKey: z.string(), Target: z.string() });
const integrationSchema = z.object({
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
  TimeoutInMillis: z.number().default(30_000),
});

/** Where a route leads: the ARN of its function, and how long it may take. */
export interface RouteTarget {
  readonly functionArn: string;
  readonly timeLimit: number;
}

/** The routes of the API of the template. */
export function routesOf(deployment: Deployment): ReadonlyMap<string, RouteTarget> {
  const routes = deployment
    .ofType("AWS::ApiGatewayV2::Route")
    .map(({ properties }): [string, RouteTarget] => {
      const { RouteKey, Target } = routeSchema.parse(properties);
      const integration = deployment.byId(Target.replace(/^integrations\//, ""));
      if (!integration) throw new Error(`${RouteKey} leads nowhere: ${Target}`);
      const { IntegrationUri, TimeoutInMillis } = integrationSchema.parse(integration.properties);
      return [RouteKey, { functionArn: IntegrationUri, timeLimit: TimeoutInMillis }];
    });
  return new Map(routes);
}

const headerBytes = ({ method, path, headers }: WireRequest): number =>
  Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${String(value)}\r\n`),
    Buffer.byteLength(`${method} ${path} HTTP/1.1\r\n`),
  );

const message = (status: number, text: string): WireReply => jsonReply(status, { message: text });

function refusal(request: WireRequest): WireReply | null {
  if (headerBytes(request) > MOST_HEADERS) return message(431, "Request Header Fields Too Large");
  if (request.body.length > MOST_BODY) return message(413, "Request Entity Too Large");
  return null;
}

export interface HttpApiOptions {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly recorder: Recorder;
  readonly now: () => number;
}

/** The HTTP API of the template, on a loopback port. */
export function serveHttpApi({ deployment, functions, recorder, now }: HttpApiOptions): Promise<Listening> {
  const [api] = deployment.ofType("AWS::ApiGatewayV2::Api");
  if (!api) throw new Error("the template has no HTTP API");
  const apiId = api.ref;
  const routes = routesOf(deployment);
  const domainName = new URL(api.attributes["ApiEndpoint"] ?? "").host;

  async function run(
    { functionArn, timeLimit }: RouteTarget,
    event: object,
    by: Invoker,
  ): Promise<WireReply> {
    const invoked = functions.invoke({ arn: functionArn, event, trigger: "http", by });
    const late = Symbol("late");
    const timeUp = new Promise<typeof late>((resolve) => {
      setTimeout(() => resolve(late), timeLimit).unref();
    });
    const outcome = await Promise.race([invoked, timeUp]);
    if (outcome === late) return message(503, "Service Unavailable");
    return (outcome.ok ? httpReply(outcome.payload) : null) ?? message(500, "Internal Server Error");
  }

  async function answer(request: WireRequest): Promise<{ route: string | null; reply: WireReply }> {
    const path = request.path.split("?")[0] ?? "/";
    const match = routeFor([...routes.keys()], { method: request.method, path });
    const refused = refusal(request);
    if (refused) return { route: match?.routeKey ?? null, reply: refused };
    const target = match && routes.get(match.routeKey);
    if (!target) return { route: null, reply: message(404, "Not Found") };
    const requestId = randomUUID();
    const sourceIp = "127.0.0.1";
    const event = httpEvent({ ...match, request, apiId, domainName, requestId, sourceIp, now: now() });
    return {
      route: match.routeKey,
      reply: await run(target, event, inTheNameOf(apiId, request.method, match.routeKey)),
    };
  }

  return serve(async (request) => {
    const { route, reply } = await answer(request);
    recorder.note({
      kind: "http",
      route,
      method: request.method,
      path: request.path,
      status: reply.status,
      requestBytes: request.body.length,
      responseBytes: reply.body.length,
    });
    return reply;
  });
}

/** In whose name an API invokes: `arn:…:execute-api:…:<api>/<stage>/<method>/<path of the route>`. */
const inTheNameOf = (ref: string, method: string, routeKey: string): Invoker => ({
  service: "apigateway.amazonaws.com",
  sourceArn: `arn:${PARTITION}:execute-api:${REGION}:${ACCOUNT}:${ref}/$default/${method}${routeKey.replace(/^\S+ /, "")}`,
});
