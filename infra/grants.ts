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

const READ = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"];
const START = [...READ, "dynamodb:PutItem"];
const CHANGE = [...START, "dynamodb:DeleteItem", "dynamodb:UpdateItem"];
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
const PROGRAMS: Grants = {
  ...MASTER_KEY,
  programs: ["s3:GetObject"],
  // Without it S3 answers 403 for what is not there, as for what is forbidden.
  bucket: ["s3:ListBucket"],
};

/** What each function may do, and nothing else but log, trace, and hand over what it failed at. */
export const GRANTS: Readonly<Record<FunctionName, Grants>> = {
  "receive-webhook": { ...PROGRAMS, table: START },
  "vendor-api": { ...PROGRAMS, table: READ, list: QUERY, work: QUERY },
  "issuer-site": { ...MASTER_KEY, table: START },
  "partner-site": { ...PROGRAMS, table: CHANGE, agreements: ["s3:GetObject"] },
  "ops-console": { ...PROGRAMS, table: CHANGE, list: QUERY, work: QUERY, agreements: ["s3:GetObject"] },
  "open-stage": { ...PROGRAMS, table: CHANGE, machine: SEND_TASK },
  finish: { ...PROGRAMS, table: CHANGE },
  "make-pdf": {},
  "mail-events": { ...PROGRAMS, table: CHANGE },
  deliver: { ...PROGRAMS, table: CHANGE },
  dispatch: {
    ...PROGRAMS,
    table: [...CHANGE, "dynamodb:ConditionCheckItem"],
    agreements: ["s3:GetObject", "s3:PutObject"],
    machine: [...SEND_TASK, "states:StartExecution"],
    mail: ["ses:SendRawEmail"],
    account: ["ses:GetSendQuota"],
    "make-pdf": INVOKE,
  },
  tick: {
    ...PROGRAMS,
    table: CHANGE,
    due: QUERY,
    list: QUERY,
    machine: ["states:ListExecutions", "states:StartExecution"],
    executions: ["states:DescribeExecution"],
    dispatch: INVOKE,
    deliver: INVOKE,
  },
};
