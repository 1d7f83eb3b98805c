import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { WireReply, WireRequest } from "./wire.ts";

export interface RouteMatch {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface EventSource extends RouteMatch {
  readonly request: WireRequest;
  readonly apiId: string;
  readonly domainName: string;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly now: number;
}

/** Bodies of these types come as they are, others in base64; forms are among the others. */
const AS_TEXT = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))(;|$))/i;

const joined = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === "cookie" || name === "connection"
        ? []
        : [[name, Array.isArray(value) ? value.join(",") : value]],
    ),
  );

/** HTTP APIs hand on the path decoded, and cut it off at a `?` that was encoded. */
const decodedPath = (path: string): string => {
  try {
    return decodeURIComponent(path).split("?")[0] ?? "";
  } catch {
    return path;
  }
};

function queryOf(search: string): Record<string, string> | undefined {
  if (search === "") return undefined;
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    values[name] = name in values ? `${values[name]},${value}` : value;
  }
  return values;
}

const bodyFields = ({ headers, body }: WireRequest) => {
  if (body.length === 0) return { isBase64Encoded: false };
  return AS_TEXT.test(headers["content-type"] ?? "")
    ? { body: body.toString("utf8"), isBase64Encoded: false }
    : { body: body.toString("base64"), isBase64Encoded: true };
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, 2.0 */
export function httpEvent({ request, routeKey, pathParameters, ...from }: EventSource): object {
  const [path = "/", search = ""] = request.path.split(/\?(.*)/s);
  const { domainName, apiId, requestId, sourceIp, now } = from;
  const cookies = request.headers.cookie?.split("; ");
  const query = queryOf(search);
  return {
    version: "2.0",
    routeKey,
    rawPath: decodedPath(path),
    rawQueryString: search,
    ...(cookies ? { cookies } : {}),
    headers: {
      ...joined(request.headers),
      host: domainName,
      "x-amzn-trace-id": `Root=1-${Math.floor(now / 1000).toString(16)}-000000000000000000000000`,
      "x-forwarded-for": sourceIp,
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: "111122223333",
      apiId,
      domainName,
      domainPrefix: domainName.split(".")[0],
      http: {
        method: request.method,
        path: decodedPath(path),
        protocol: "HTTP/1.1",
        sourceIp,
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId,
      routeKey,
      stage: "$default",
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...bodyFields(request),
  };
}

const resultSchema = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

/** What a function answered, as the caller gets it; `null` when an HTTP API could not read it. */
export function httpReply(payload: unknown): WireReply | null {
  if (typeof payload !== "object" || payload === null || !("statusCode" in payload)) {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(text) };
  }
  const parsed = resultSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const named = Object.entries(headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status: statusCode,
    headers: { ...Object.fromEntries(named), ...(cookies.length > 0 ? { "set-cookie": cookies } : {}) },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}
