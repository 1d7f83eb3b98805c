import type { Deployment, Resource } from "./deployment.ts";
import { ACCOUNT, PARTITION, REGION, URL_SUFFIX } from "./physical-ids.ts";
import type { Json, SdkCall } from "./sdk-call.ts";

/** What a role must allow for a call to be answered. */
export interface NeededAction {
  readonly action: string;
  readonly resource: string;
  /** What conditions may ask about. */
  readonly context?: Readonly<Record<string, string>>;
}

interface Source {
  readonly deployment: Deployment;
  readonly input: Json;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

const arn = (service: string, resource: string): string =>
  `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${resource}`;

const tableArn = (name: unknown): string =>
  text(name).startsWith("arn:") ? text(name) : arn("dynamodb", `table/${text(name)}`);

/** What a call needs of the key that a table, bucket or secret lies under: the service asks in the caller's name. */
function keyActions(
  resource: Resource | undefined,
  service: string,
  action: string,
): readonly NeededAction[] {
  const key = resource && keyOf(resource);
  const context = { "kms:ViaService": `${service}.${REGION}.${URL_SUFFIX}` };
  return key ? [{ action: `kms:${action}`, resource: key, context }] : [];
}

/** What stream records of a table need of its reader: Lambda asks in the function's name. */
export const streamActions = (deployment: Deployment, streamArn: string): readonly NeededAction[] => [
  ...["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => ({
    action: `dynamodb:${action}`,
    resource: streamArn,
  })),
  ...keyActions(deployment.byId(streamArn), "dynamodb", "Decrypt"),
];

/** The ARN of the customer's key that something is encrypted under. */
function keyOf({ properties }: Resource): string | null {
  const found = /arn:aws:kms:[^"\s]+/.exec(
    JSON.stringify([
      properties["SSESpecification"],
      properties["BucketEncryption"],
      properties["KmsKeyId"],
      properties["KmsMasterKeyId"],
    ]),
  );
  return found?.[0] ?? null;
}

function onTable({ deployment, input }: Source, action: string, name: unknown = input["TableName"]) {
  const table = tableArn(name);
  const index = text(input["IndexName"]);
  const resource = index === "" ? table : `${table}/index/${index}`;
  return [
    { action: `dynamodb:${action}`, resource },
    // Also to write: the key of the table itself lies under the customer's.
    ...keyActions(deployment.byId(table), "dynamodb", "Decrypt"),
  ];
}

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/** A transaction needs what each of its parts needs, and nothing of its own. */
const transacted = (source: Source): readonly NeededAction[] =>
  list(source.input["TransactItems"]).flatMap((item) =>
    Object.entries(item).flatMap(([kind, part]) =>
      onTable(source, TRANSACTED[kind] ?? kind, Object(part).TableName),
    ),
  );

const batched = (source: Source, action: string): readonly NeededAction[] =>
  Object.keys(Object(source.input["RequestItems"])).flatMap((name) => onTable(source, action, name));

function dynamodb(operation: string, source: Source): readonly NeededAction[] {
  if (operation.startsWith("Transact")) return transacted(source);
  if (operation.startsWith("Batch")) return batched(source, operation);
  return onTable(source, operation);
}

const S3_ACTIONS: Readonly<Record<string, string>> = { HeadObject: "GetObject", ListObjectsV2: "ListBucket" };

function s3(operation: string, { deployment, input }: Source): readonly NeededAction[] {
  const bucket = `arn:${PARTITION}:s3:::${text(input["Bucket"])}`;
  const key = text(input["Key"]);
  const action = `s3:${S3_ACTIONS[operation] ?? operation}`;
  const use = operation === "PutObject" ? "GenerateDataKey" : "Decrypt";
  return [
    { action, resource: key === "" ? bucket : `${bucket}/${key}` },
    ...(key === "" ? [] : keyActions(deployment.byId(bucket), "s3", use)),
  ];
}

function secretsmanager(operation: string, { deployment, input }: Source): readonly NeededAction[] {
  const resource = text(input["SecretId"]);
  return [
    { action: `secretsmanager:${operation}`, resource },
    ...keyActions(deployment.byId(resource), "secretsmanager", "Decrypt"),
  ];
}

function lambda(_operation: string, { input }: Source): readonly NeededAction[] {
  const name = text(input["FunctionName"]);
  const resource = name.startsWith("arn:") ? name : arn("lambda", `function:${name}`);
  return [{ action: "lambda:InvokeFunction", resource }];
}

/** A token names no machine in the request; AWS judges by the machine it was minted for. */
function states(operation: string, { deployment, input }: Source): readonly NeededAction[] {
  const [machine] = deployment.ofType("AWS::StepFunctions::StateMachine");
  const resource = text(input["stateMachineArn"]) || text(input["executionArn"]) || (machine?.ref ?? "");
  return [{ action: `states:${operation}`, resource }];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html */
function ses(operation: string, { deployment, input }: Source): readonly NeededAction[] {
  const action = `ses:${operation}`;
  if (!operation.startsWith("Send")) return [{ action, resource: "*" }];
  const raw = Buffer.from(text(input["RawMessage.Data"]), "base64").toString("utf8");
  const from = text(input["Source"]) || (/^From:.*?([^\s<>"]+@[^\s<>"]+)/im.exec(raw)?.[1] ?? "");
  const domain = from.slice(from.indexOf("@") + 1);
  const verified = deployment.ofType("AWS::SES::EmailIdentity").some(({ ref }) => ref === domain);
  const set = text(input["ConfigurationSetName"]);
  return [
    { action, resource: arn("ses", `identity/${verified ? domain : from}`) },
    ...(set === "" ? [] : [{ action, resource: arn("ses", `configuration-set/${set}`) }]),
  ];
}

const SERVICES: Readonly<Record<string, (operation: string, source: Source) => readonly NeededAction[]>> = {
  dynamodb,
  s3,
  secretsmanager,
  lambda,
  states,
  ses,
  email: ses,
};

/** What the caller's role must allow, by action and resource; also of the keys things are encrypted under. */
export function neededActions(
  { service, operation, input }: SdkCall,
  deployment: Deployment,
): readonly NeededAction[] {
  const needs = SERVICES[service];
  if (!needs) return [{ action: `${service}:${operation}`, resource: "*" }];
  return needs(operation, { deployment, input });
}
