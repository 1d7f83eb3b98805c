import type { WireRequest } from "./wire.ts";

export type Json = Readonly<Record<string, unknown>>;

/** A call of an AWS SDK, read from the wire. */
export interface SdkCall {
  /** The access key id, which names who calls. */
  readonly caller: string;
  readonly service: string;
  readonly operation: string;
  /** The request's fields; of S3 and Lambda those that its address carries. */
  readonly input: Json;
}

const CREDENTIAL = /Credential=([^/\s,]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

const parseJson = (body: Buffer): Json =>
  body.length === 0 ? {} : Object(JSON.parse(body.toString("utf8")));

function byTarget({ headers, body }: WireRequest) {
  const target = String(headers["x-amz-target"] ?? "");
  return { operation: target.slice(target.lastIndexOf(".") + 1), input: parseJson(body) };
}

function byForm({ body }: WireRequest) {
  const input = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  return { operation: input["Action"] ?? "", input };
}

function invocation({ path, method }: WireRequest) {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(path)?.[1];
  return name === undefined
    ? { operation: `${method} ${path}`, input: {} }
    : { operation: "Invoke", input: { FunctionName: decodeURIComponent(name) } };
}

const OBJECT_OPERATIONS: Readonly<Record<string, string>> = {
  GET: "GetObject",
  HEAD: "HeadObject",
  PUT: "PutObject",
  DELETE: "DeleteObject",
};

function onBucket({ path, method }: WireRequest) {
  const url = new URL(path, "http://s3");
  const [, bucket = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
  const key = rest.join("/");
  const known = key === "" ? undefined : OBJECT_OPERATIONS[method];
  const listing = key === "" && method === "GET" && url.searchParams.get("list-type") === "2";
  const operation = known ?? (listing ? "ListObjectsV2" : `${method} ${path}`);
  return { operation, input: { Bucket: bucket, Key: key } };
}

const READERS: Readonly<
  Record<string, (request: WireRequest) => { readonly operation: string; readonly input: Json }>
> = {
  dynamodb: byTarget,
  states: byTarget,
  secretsmanager: byTarget,
  ses: byForm,
  email: byForm,
  lambda: invocation,
  s3: onBucket,
};

/** Who calls what; `null` when it is no signed call of a service that is known here. */
export function readSdkCall(request: WireRequest): SdkCall | null {
  const [, caller, service] = CREDENTIAL.exec(request.headers.authorization ?? "") ?? [];
  const reader = service !== undefined && Object.hasOwn(READERS, service) ? READERS[service] : undefined;
  if (caller === undefined || service === undefined || !reader) return null;
  return { caller, service, ...reader(request) };
}
