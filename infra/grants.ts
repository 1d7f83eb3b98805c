import type { FunctionName } from "./function-specs.ts";

/** What may be acted on; permissions.ts knows the ARNs. */
export const TARGETS = [
  "table",
  "due",
  "list",
  "work",
  "bucket",
  "programs",
  "agreements",
  "secret",
  "key",
  "machine",
  "executions",
  "mail",
  "account",
  "make-pdf",
  "dispatch",
  "deliver",
] as const;
export type Target = (typeof TARGETS)[number];

type Grants = Readonly<Partial<Record<Target, readonly string[]>>>;

/** As IAM names them: a transaction needs the rights of its parts. */
const ON_TABLE = {
  delete: "dynamodb:DeleteItem",
  get: "dynamodb:GetItem",
  getMany: "dynamodb:BatchGetItem",
  put: "dynamodb:PutItem",
  query: "dynamodb:Query",
  update: "dynamodb:UpdateItem",
} as const;
const on = (...verbs: readonly (keyof typeof ON_TABLE)[]) => verbs.map((verb) => ON_TABLE[verb]);

const QUERY = ["dynamodb:Query"];
const SEND_TASK = ["states:SendTaskFailure", "states:SendTaskSuccess"];
const INVOKE = ["lambda:InvokeFunction"];

const MASTER_KEY: Grants = {
  secret: ["secretsmanager:GetSecretValue"],
  // DynamoDB, S3 and Secrets Manager ask for these in the function's name; no code of ours does.
  key: [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ],
};
const PROGRAMS: Grants = { ...MASTER_KEY, programs: ["s3:GetObject"] };
const AGREEMENTS: Grants = {
  ...PROGRAMS,
  agreements: ["s3:GetObject"],
  // Without it S3 answers 403 for what is not there, as for what is forbidden.
  bucket: ["s3:ListBucket"],
};

/** What each function may do, and nothing else but log, trace, and hand over what it failed at. */
export const GRANTS: Readonly<Record<FunctionName, Grants>> = {
  "receive-webhook": { ...PROGRAMS, table: on("get", "put") },
  "vendor-api": { ...PROGRAMS, table: on("get", "getMany", "query"), list: QUERY },
  "issuer-site": { ...MASTER_KEY, table: on("get", "put", "query") },
  "partner-site": { ...AGREEMENTS, table: on("get", "getMany", "put", "query", "update") },
  "ops-console": {
    ...AGREEMENTS,
    table: on("get", "getMany", "put", "query", "update"),
    list: QUERY,
    work: QUERY,
  },
  "open-stage": { ...PROGRAMS, table: on("delete", "get", "put"), machine: SEND_TASK },
  finish: { ...PROGRAMS, table: on("get", "put", "update") },
  "make-pdf": {},
  "mail-events": { ...PROGRAMS, table: on("get", "put", "query", "update") },
  deliver: { ...PROGRAMS, table: on("get", "put", "query", "update") },
  dispatch: {
    ...AGREEMENTS,
    table: on("delete", "get", "put", "query", "update"),
    agreements: ["s3:GetObject", "s3:PutObject"],
    machine: [...SEND_TASK, "states:StartExecution"],
    mail: ["ses:SendRawEmail"],
    account: ["ses:GetSendQuota"],
    "make-pdf": INVOKE,
  },
  tick: {
    ...PROGRAMS,
    table: on("get", "getMany", "put", "query", "update"),
    due: QUERY,
    list: QUERY,
    machine: ["states:ListExecutions", "states:StartExecution"],
    executions: ["states:DescribeExecution"],
    dispatch: INVOKE,
    deliver: INVOKE,
  },
};
