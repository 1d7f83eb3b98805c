import { createHash } from "node:crypto";
import type { Deployment } from "./deployment.ts";
import { refusalOf, undergo } from "./disturbances.ts";
import type { Disturbances } from "./disturbances.ts";
import { neededActions } from "./needed-actions.ts";
import type { NeededAction } from "./needed-actions.ts";
import type { Recorder } from "./recorder.ts";
import { readSdkCall } from "./sdk-call.ts";
import type { SdkCall } from "./sdk-call.ts";
import type { TableMeter } from "./table-units.ts";
import { jsonReply, serve } from "./wire.ts";
import type { Listening, Service, WireReply, WireRequest } from "./wire.ts";

export interface SdkProxyOptions {
  readonly deployment: Deployment;
  readonly services: (name: string) => Service | undefined;
  /** Whether the caller's role allows it. Who is no function may do anything. */
  readonly allows: (caller: string, need: NeededAction) => boolean;
  readonly recorder: Recorder;
  readonly meter: TableMeter;
  /** The stack's time. Clients try again what a service refuses at another time than theirs. */
  readonly now: () => number;
  /** Changes when a transaction may be written again. */
  readonly period: () => string;
  readonly disturbances: Pick<Disturbances, "strike">;
  /** Ends the process that calls under this access key id. */
  readonly kill: (accessKeyId: string) => void;
}

/** `Dispatch.2` is the third process of Dispatch. */
export const callerOf = (accessKeyId: string): string => accessKeyId.replace(/\.\d+$/, "");

/** As each service says that a role does not allow it. */
const accessDenied = (call: SdkCall, message: string): WireReply =>
  refusalOf(call, { status: IN_JSON.has(call.service) ? 400 : 403, code: "AccessDeniedException", message });

const IN_JSON = new Set(["dynamodb", "states", "secretsmanager"]);

/** DynamoDB tells what a call consumed only when asked to. */
function asked(call: SdkCall, request: WireRequest, period: string): WireRequest {
  if (call.service !== "dynamodb") return request;
  const { ClientRequestToken: token } = call.input;
  // A repeated transaction counts as written for ten minutes: of the stack's time, and not beyond its table.
  const own = createHash("sha256")
    .update(`${period} ${String(token)}`)
    .digest("hex")
    .slice(0, 36);
  const repeated = token === undefined ? {} : { ClientRequestToken: own };
  // What an item became, for the meter: none of ours asks for it.
  const became = call.operation === "UpdateItem" ? { ReturnValues: "ALL_NEW" } : {};
  const told = { ...repeated, ...became, ReturnConsumedCapacity: "INDEXES" };
  const body = Buffer.from(JSON.stringify({ ...call.input, ...told }));
  return { ...request, body };
}

const NO_UNITS = { readUnits: 0, writeUnits: 0, writes: {} };

/** Without leave to list a bucket, nobody is told that an object does not exist. */
const hidesMissing = (call: SdkCall, reply: WireReply): boolean =>
  call.service === "s3" && reply.status === 404 && call.operation !== "PutObject";

/**
 * Stands between the functions and the services: notes who called what, with what it took, and refuses as AWS does
 * what the caller's role does not allow.
 */
export function sdkProxy(options: SdkProxyOptions): Promise<Listening> {
  const { deployment, services, allows, recorder, meter, now, period, disturbances, kill } = options;

  async function answer(call: SdkCall, request: WireRequest): Promise<WireReply> {
    const service = services(call.service);
    if (!service) return jsonReply(501, { message: `${call.service} is not stood in here` });
    return service(asked(call, request, period()));
  }

  async function respond(call: SdkCall, request: WireRequest): Promise<WireReply> {
    const caller = callerOf(call.caller);
    let needed = neededActions(call, deployment);
    let denied = needed.filter((need) => !allows(caller, need));
    const refused = (need: NeededAction): WireReply =>
      accessDenied(
        call,
        `User: ${caller} is not authorized to perform: ${need.action} on resource: ${need.resource}`,
      );
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
      ...(denied.length > 0 ? NO_UNITS : meter.unitsOf(call, reply.body, reply.status)),
    });
    return reply;
  }

  return serve(async (request) => {
    const call = readSdkCall(request);
    if (!call) return jsonReply(400, { message: "not a signed call of a known service" });
    const reply = await undergo(disturbances.strike(callerOf(call.caller), call), {
      call,
      carryOut: () => respond(call, request),
      kill: () => kill(call.caller),
    });
    return { ...reply, headers: { ...reply.headers, date: new Date(now()).toUTCString() } };
  });
}
