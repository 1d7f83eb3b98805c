import { z } from "zod";
import type { Deployment, Resource } from "./deployment.ts";
import type { NeededAction } from "./needed-actions.ts";
import { ACCOUNT, PARTITION, REGION } from "./physical-ids.ts";

const functionSchema = z.object({
  Handler: z.string(),
  Runtime: z.literal("nodejs24.x"),
  Architectures: z.tuple([z.literal("arm64")]),
  Role: z.string(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z
    .object({ Variables: z.record(z.string(), z.string()).default({}) })
    .default({ Variables: {} }),
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  LoggingConfig: z.object({ LogGroup: z.string() }),
  TracingConfig: z.object({ Mode: z.enum(["Active", "PassThrough"]) }).optional(),
});

/** A function of the template, as it is to be run. */
export interface FunctionSettings {
  /** As people say it: what its logs are told to call it, else its id in the template. */
  readonly label: string;
  /** As AWS would have named it. */
  readonly name: string;
  readonly arn: string;
  readonly role: Resource;
  readonly folder: string;
  readonly handler: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeLimitMs: number;
  /** What Lambda itself does in the function's name. */
  readonly runtimeNeeds: readonly NeededAction[];
}

/** Lambda writes logs and traces by the function's role; without leave to, it loses them and says nothing. */
function runtimeNeeds(given: z.infer<typeof functionSchema>): readonly NeededAction[] {
  const streams = `arn:${PARTITION}:logs:${REGION}:${ACCOUNT}:log-group:${given.LoggingConfig.LogGroup}:log-stream:0`;
  const traced = given.TracingConfig?.Mode === "Active";
  return [
    { action: "logs:CreateLogStream", resource: streams },
    { action: "logs:PutLogEvents", resource: streams },
    ...(traced ? ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] : []).map((action) => ({
      action,
      resource: "*",
    })),
  ];
}

export function readFunction(deployment: Deployment, resource: Resource): FunctionSettings {
  const { properties, logicalId, ref, attributes } = resource;
  const given = functionSchema.parse(properties);
  const role = deployment.byId(given.Role);
  if (!role) throw new Error(`${logicalId} has a role that is in no template: ${given.Role}`);
  return {
    label: given.Environment.Variables["POWERTOOLS_SERVICE_NAME"] ?? logicalId,
    name: ref,
    arn: attributes["Arn"] ?? "",
    role,
    folder: deployment.assetFolder(given.Code.S3Key),
    handler: given.Handler,
    variables: given.Environment.Variables,
    memoryMb: given.MemorySize,
    timeLimitMs: given.Timeout * 1000,
    runtimeNeeds: runtimeNeeds(given),
  };
}

export const readFunctions = (deployment: Deployment): readonly FunctionSettings[] =>
  deployment.ofType("AWS::Lambda::Function").map((resource) => readFunction(deployment, resource));

const SERVICES = ["DYNAMODB", "S3", "SECRETS_MANAGER", "SFN", "SES", "LAMBDA"];

/** Sends a client of the AWS SDK for each service to an address of this machine, and says who it is. */
export const sdkEnvironment = (endpoint: string, accessKeyId: string): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: "of-no-use",
  ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, endpoint])),
});

/** All that a function's process sees: the template's variables and those that Lambda sets. */
export const environmentOf = (
  { variables, name, memoryMb, handler, folder }: FunctionSettings,
  sdk: Readonly<Record<string, string>>,
): Record<string, string> => ({
  ...variables,
  ...sdk,
  AWS_SESSION_TOKEN: "of-no-use",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: "[$LATEST]0",
  LAMBDA_TASK_ROOT: folder,
  LANG: "en_US.UTF-8",
  PATH: "/var/lang/bin:/usr/local/bin:/usr/bin:/bin",
  TZ: ":UTC",
  _HANDLER: handler,
});
