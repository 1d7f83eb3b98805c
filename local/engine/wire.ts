import { createServer, type IncomingMessage, type Server } from "node:http";
import { DatabaseFault } from "../../adapters/sqlite-database.ts";
import { EngineError } from "./engine-error.ts";
import type { Engine } from "./engine.ts";
import { isObject, parseJson, type JsonObject } from "./json.ts";
import { wireOperations, type WireOperations } from "./wire-operations.ts";

const LARGEST_BODY = 2 * 1024 * 1024;
const TARGET = "AWSStepFunctions.";
const OURS = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Speaks the Step Functions API (AWS JSON 1.0) for an engine. It checks no signature: listen on loopback only, and
 * only where every process of the machine may run workflows. The caller listens and closes.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function engineWire(engine: Engine): Server {
  const operations = wireOperations(engine);
  return createServer((request, response) => {
    void respond(operations, request).then(({ status, body }) => {
      const text = JSON.stringify(body);
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.0", connection: "keep-alive" })
        .end(text);
    });
  });
}

type Reply = { status: number; body: JsonObject };

async function respond(operations: WireOperations, request: IncomingMessage): Promise<Reply> {
  try {
    const target = String(request.headers["x-amz-target"] ?? "");
    const name = target.startsWith(TARGET) ? target.slice(TARGET.length) : "";
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    // No web page can drive the engine: a browser asks before it sends this header to another origin, and a name that
    // was made to lead here is no name of ours.
    if (!OURS.test(request.headers.host ?? ""))
      return refusal(421, "MisdirectedRequest", "Only this machine is answered, as 127.0.0.1 or localhost.");
    if (!operation)
      return refusal(400, "UnknownOperationException", `The operation '${target}' is not implemented.`);
    const input = parseJson(await readBody(request));
    if (!isObject(input)) return refusal(400, "SerializationException", "The body is not a JSON object.");
    return { status: 200, body: await operation(input) };
  } catch (fault) {
    return explain(fault);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new EngineError("ValidationException", "The request is larger than 2 MB.");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function explain(fault: unknown): Reply {
  if (fault instanceof EngineError) return refusal(400, fault.name, fault.message);
  const message = fault instanceof DatabaseFault ? fault.message : "The engine failed.";
  return refusal(500, "InternalFailure", message);
}

function refusal(status: number, name: string, message: string): Reply {
  return { status, body: { __type: `com.amazonaws.swf.service.v2.model#${name}`, message } };
}
