import type { Deployment } from "./deployment.ts";
import { neededActions } from "./needed-actions.ts";
import type { NeededAction } from "./needed-actions.ts";
import type { Recorder } from "./recorder.ts";
import { readSdkCall } from "./sdk-call.ts";
import type { SdkCall } from "./sdk-call.ts";
import { jsonReply, serve } from "./wire.ts";
import type { Listening, Service, WireReply, WireRequest } from "./wire.ts";

export interface SdkProxyOptions {
  readonly deployment: Deployment;
  readonly services: (name: string) => Service | undefined;
  /** Whether the caller's role allows it. Who is no function may do anything. */
  readonly allows: (caller: string, need: NeededAction) => boolean;
  readonly recorder: Recorder;
  /** Told of each call before it is passed on; `null`: it goes on, else this is its answer. */
  readonly intercept?: (call: SdkCall, request: WireRequest) => WireReply | null;
}

/** `Dispatch.2` is the third process of Dispatch. */
export const callerOf = (accessKeyId: string): string => accessKeyId.replace(/\.\d+$/, "");

const refusalXml = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

const sesRefusal = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** As each service says that a role does not allow it. */
function accessDenied({ service }: SdkCall, message: string): WireReply {
  const xml = (text: string): WireReply => ({
    status: 403,
    headers: { "content-type": "text/xml" },
    body: Buffer.from(text),
  });
  if (service === "s3") return xml(refusalXml("AccessDenied", message));
  if (service === "ses") return xml(sesRefusal("AccessDenied", message));
  const denied = jsonReply(service === "lambda" ? 403 : 400, {
    __type: "AccessDeniedException",
    message,
    Message: message,
  });
  return { ...denied, headers: { ...denied.headers, "x-amzn-errortype": "AccessDeniedException" } };
}

/** DynamoDB tells what a call consumed only when asked to. */
function asked(call: SdkCall, request: WireRequest): WireRequest {
  if (call.service !== "dynamodb") return request;
  const body = Buffer.from(JSON.stringify({ ...call.input, ReturnConsumedCapacity: "INDEXES" }));
  return { ...request, body };
}

interface Units {
  readonly readUnits: number;
  readonly writeUnits: number;
}

const READS = /^(Get|Query|Scan|BatchGet|TransactGet)/;

/** The capacity that the service says a call took. */
function unitsOf(call: SdkCall, body: Buffer): Units {
  const none = { readUnits: 0, writeUnits: 0 };
  if (call.service !== "dynamodb" || body.length === 0) return none;
  const { ConsumedCapacity: consumed }: { ConsumedCapacity?: unknown } = Object(JSON.parse(body.toString("utf8")));
  const listed: readonly unknown[] = Array.isArray(consumed) ? consumed : [consumed];
  const told = listed.reduce<number>((sum, one) => sum + Number(Object(one).CapacityUnits ?? 0), 0);
  // DynamoDB Local doubles twice what a transaction takes.
  const units = call.operation.startsWith("Transact") ? told / 2 : told;
  return READS.test(call.operation) ? { ...none, readUnits: units } : { ...none, writeUnits: units };
}

/** Without leave to list a bucket, nobody is told that an object does not exist. */
const hidesMissing = (call: SdkCall, reply: WireReply): boolean =>
  call.service === "s3" && reply.status === 404 && call.operation !== "PutObject";

/**
 * Stands between the functions and the services: notes who called what, with what it took, and refuses as AWS does
 * what the caller's role does not allow.
 */
export function sdkProxy(options: SdkProxyOptions): Promise<Listening> {
  const { deployment, services, allows, recorder, intercept } = options;

  async function answer(call: SdkCall, request: WireRequest): Promise<WireReply> {
    const service = services(call.service);
    if (!service) return jsonReply(501, { message: `${call.service} is not stood in here` });
    return intercept?.(call, request) ?? service(asked(call, request));
  }

  async function respond(call: SdkCall, request: WireRequest): Promise<WireReply> {
    const caller = callerOf(call.caller);
    let needed = neededActions(call, deployment);
    let denied = needed.filter((need) => !allows(caller, need));
    const refused = (need: NeededAction): WireReply =>
      accessDenied(call, `User: ${caller} is not authorized to perform: ${need.action} on resource: ${need.resource}`);
    let reply = denied[0] ? refused(denied[0]) : await answer(call, request);
    if (hidesMissing(call, reply)) {
      const listing = { action: "s3:ListBucket", resource: `arn:aws:s3:::${String(call.input["Bucket"])}` };
      needed = [...needed, listing];
      if (!allows(caller, listing)) {
        denied = [listing];
        reply = refused(listing);
      }
    }
    recorder.note({
      kind: "call",
      caller,
      service: call.service,
      operation: call.operation,
      needed,
      denied,
      status: reply.status,
      requestBytes: request.body.length,
      responseBytes: reply.body.length,
      ...unitsOf(call, reply.body),
    });
    return reply;
  }

  return serve(async (request) => {
    const call = readSdkCall(request);
    return call ? respond(call, request) : jsonReply(400, { message: "not a signed call of a known service" });
  });
}
