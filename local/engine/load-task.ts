import type { FieldReader } from "./field-reader.ts";
import { isObject } from "./json.ts";
import type { Integration, TaskState } from "./machine.ts";
import type { Template } from "./template.ts";

const SERVICE = "arn:aws:states:::";
const INVOKE = "arn:aws:states:::lambda:invoke";
const FUNCTION = /^(arn:aws[a-z-]*:lambda:[^:]*:[^:]*:function:)?[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?$/;
const TOKEN = /\bTask\s*\.\s*Token\b|\$states\s*\.\s*context(\s*\.\s*Task)?(?!\s*\.)/;

type Given = Omit<TaskState, "type" | "integration" | "resource" | "arguments" | "timeout" | "heartbeat">;

export function loadTask(given: Given, reader: FieldReader): TaskState {
  const resource = reader.text("Resource") ?? "";
  const integration = integrationOf(resource);
  if (!integration) {
    reader.refuse(
      "Resource",
      `'${resource}' is not implemented: use a function ARN, ${INVOKE} or ${INVOKE}.waitForTaskToken`,
    );
  }
  if (integration !== "function") checkInvokeArguments(reader, integration);
  const timeout = reader.amount("TimeoutSeconds", 1);
  const heartbeat = reader.amount("HeartbeatSeconds", 1);
  if (!isShorter(heartbeat, timeout))
    reader.refuse("HeartbeatSeconds", "must be smaller than TimeoutSeconds");
  return {
    ...given,
    type: "Task",
    integration: integration ?? "function",
    resource,
    arguments: reader.template("Arguments"),
    timeout,
    heartbeat,
  };
}

function integrationOf(resource: string): Integration | undefined {
  if (resource === INVOKE) return "invoke";
  if (resource === `${INVOKE}.waitForTaskToken`) return "invoke.waitForTaskToken";
  return !resource.startsWith(SERVICE) && FUNCTION.test(resource) ? "function" : undefined;
}

function checkInvokeArguments(reader: FieldReader, integration: Integration | undefined): void {
  const given = reader.raw("Arguments");
  if (given === undefined) return reader.refuse("Arguments", "is missing: FunctionName must be given");
  if (integration === "invoke.waitForTaskToken" && !TOKEN.test(JSON.stringify(given))) {
    reader.refuse("Arguments", "must pass on $states.context.Task.Token, or nobody can ever answer");
  }
  if (!isObject(given)) return;
  if (given["FunctionName"] === undefined) reader.refuse("Arguments/FunctionName", "is missing");
  for (const name of Object.keys(given)) {
    if (name !== "FunctionName" && name !== "Payload")
      reader.refuse(`Arguments/${name}`, "is not implemented");
  }
}

function isShorter(heartbeat: Template | undefined, timeout: Template | undefined): boolean {
  if (heartbeat?.kind !== "literal" || timeout?.kind !== "literal") return true;
  return Number(heartbeat.value) < Number(timeout.value);
}
