import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import type { AsyncInvocations } from "./async-invocations.ts";
import type { Deployment } from "./deployment.ts";
import type { Functions } from "./functions.ts";
import { readSdkCall } from "./sdk-call.ts";
import { jsonReply } from "./wire.ts";
import type { Service, WireReply } from "./wire.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PUNCTUATION = "!#$%&()*+,-./:;<=>?@[]^_{|}~";

const secretSchema = z.object({
  GenerateSecretString: z.strictObject({
    PasswordLength: z.number().default(32),
    ExcludePunctuation: z.boolean().default(false),
  }),
});

/** The secrets of the template, each generated as the template says. */
export function secretsManager(deployment: Deployment): Service {
  const secrets = new Map(
    deployment.ofType("AWS::SecretsManager::Secret").map(({ ref, properties }) => {
      const { PasswordLength, ExcludePunctuation } = secretSchema.parse(properties).GenerateSecretString;
      const from = ExcludePunctuation ? LETTERS : LETTERS + PUNCTUATION;
      const text = Array.from({ length: PasswordLength }, () => from[randomInt(from.length)]).join("");
      return [ref, text] as const;
    }),
  );
  return async (request) => {
    const call = readSdkCall(request);
    if (call?.operation !== "GetSecretValue") return jsonReply(400, { __type: "UnknownOperationException" });
    const id = String(call.input["SecretId"]);
    const value = secrets.get(id);
    if (value === undefined)
      return jsonReply(400, { __type: "ResourceNotFoundException", Message: `no secret ${id}` });
    return jsonReply(200, {
      ARN: id,
      Name: id.split(":").at(-1),
      SecretString: value,
      VersionId: randomUUID(),
    });
  };
}

interface LambdaStandIn {
  readonly functions: Functions;
  readonly invocations: AsyncInvocations;
}

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MOST_ASYNC_PAYLOAD = 1024 * 1024;

async function invokeNow(functions: Functions, arn: string, event: unknown): Promise<WireReply> {
  const answer = await functions.invoke({ arn, event, trigger: "sync", by: null });
  if (answer.ok) return jsonReply(200, answer.payload);
  const failed = jsonReply(200, answer.error);
  return { ...failed, headers: { ...failed.headers, "x-amz-function-error": "Unhandled" } };
}

/** Lambda's Invoke, synchronous and asynchronous. */
export function lambdaInvoke({ functions, invocations }: LambdaStandIn): Service {
  return async (request) => {
    const call = readSdkCall(request);
    const one = functions.find(String(call?.input["FunctionName"]));
    if (call?.operation !== "Invoke" || !one)
      return jsonReply(404, { Type: "User", Message: `Function not found: ${request.path}` });
    const event: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString("utf8"));
    if (request.headers["x-amz-invocation-type"] !== "Event") return invokeNow(functions, one.arn, event);
    if (request.body.length > MOST_ASYNC_PAYLOAD)
      return jsonReply(413, { Message: "the payload is too large" });
    invocations.put({ arn: one.arn, event, trigger: "async", by: null });
    return { status: 202, headers: {}, body: Buffer.alloc(0) };
  };
}
