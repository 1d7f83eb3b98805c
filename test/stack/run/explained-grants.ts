/** Allowed, and yet used by no story: each with the reason why it stays. */
export const EXPLAINED: readonly { readonly grant: RegExp; readonly why: string }[] = [
  {
    grant: / kms:(DescribeKey|Encrypt|GenerateDataKey|ReEncryptFrom|ReEncryptTo) CustomerKey$/,
    why: "DynamoDB asks for these in the function's name when it sees fit (encryption.usagenotes of its guide)",
  },
  {
    grant: / s3:ListBucket DocumentsBucket$/,
    why: "so that a missing object is answered 404; none was missing",
  },
  {
    grant: / sqs:SendMessage DeadLetters/,
    why: "Lambda puts there what failed for good; in stories nothing does",
  },
  {
    grant: / dynamodb:ListStreams OnboardingsTable\/stream$/,
    why: "Lambda demands it of whoever reads a stream, and does not use it for a stream it knows",
  },
  {
    grant: /^WorkflowMachine (logs|xray):/,
    why: "Step Functions itself delivers logs and traces by the machine's role",
  },
  {
    grant: /^dispatch s3:GetObject DocumentsBucket\/\*\/agreement-\*\.pdf$/,
    why: "only to compare, when an agreement was put before and the answer was lost",
  },
  {
    grant: /^open-stage states:SendTaskFailure WorkflowMachine$/,
    why: "only when an onboarding is closed in the moment before its next stage opens",
  },
];
