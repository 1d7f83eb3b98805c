/** List prices in US dollars, us-east-1, without the free tiers. Look them up again before relying on them. */

interface Price {
  readonly usd: number;
  /** For so many. */
  readonly per: number;
  readonly source: string;
  /** When that source said so. */
  readonly date: string;
}

const MILLION = 1_000_000;
/** A gigabyte of a bill. */
const GB = 1024 ** 3;

const DYNAMODB = { source: "https://aws.amazon.com/dynamodb/pricing/on-demand/", date: "2026-07-30" };
const LAMBDA = { source: "https://aws.amazon.com/lambda/pricing/ (arm64)", date: "2026-07-30" };
const S3 = { source: "https://aws.amazon.com/s3/pricing/ (Standard)", date: "2026-06-30" };
const CLOUDWATCH = { source: "https://aws.amazon.com/cloudwatch/pricing/", date: "2026-06-13" };
const KMS = { source: "https://aws.amazon.com/kms/pricing/", date: "2026-07-30" };
const SECRETS = { source: "https://aws.amazon.com/secrets-manager/pricing/", date: "2026-07-30" };
const SES = { source: "https://aws.amazon.com/ses/pricing/", date: "2026-07-22" };

export const PRICES = {
  transition: {
    usd: 0.025,
    per: 1000,
    source: "https://aws.amazon.com/step-functions/pricing/",
    date: "2026-07-30",
  },
  invocation: { usd: 0.2, per: MILLION, ...LAMBDA },
  gbSecond: { usd: 0.000_013_333_4, per: 1, ...LAMBDA },
  httpRequest: {
    usd: 1,
    per: MILLION,
    source: "https://aws.amazon.com/api-gateway/pricing/",
    date: "2026-07-30",
  },
  byteOut: {
    usd: 0.09,
    per: GB,
    source: "https://aws.amazon.com/ec2/pricing/on-demand/ (transfer)",
    date: "2026-06-30",
  },
  writeUnit: { usd: 0.625, per: MILLION, ...DYNAMODB },
  readUnit: { usd: 0.125, per: MILLION, ...DYNAMODB },
  tableByteMonth: { usd: 0.25, per: GB, ...DYNAMODB },
  backupByteMonth: { usd: 0.2, per: GB, ...DYNAMODB },
  mailAlaCarte: { usd: 0.1, per: 1000, ...SES },
  mailEssentials: { usd: 0.16, per: 1000, ...SES },
  put: { usd: 0.005, per: 1000, ...S3 },
  get: { usd: 0.0004, per: 1000, ...S3 },
  documentByteMonth: { usd: 0.023, per: GB, ...S3 },
  logByte: { usd: 0.5, per: GB, ...CLOUDWATCH },
  logByteMonth: { usd: 0.03, per: GB, ...CLOUDWATCH },
  metricMonth: { usd: 0.3, per: 1, ...CLOUDWATCH },
  alarmMonth: { usd: 0.1, per: 1, ...CLOUDWATCH },
  /** From the fourth of an account on; the first three cost nothing, for good. */
  dashboardMonth: { usd: 3, per: 1, ...CLOUDWATCH },
  trace: { usd: 5, per: MILLION, source: "https://aws.amazon.com/xray/pricing/", date: "2026-06-13" },
  keyMonth: { usd: 1, per: 1, ...KMS },
  keyCall: { usd: 0.03, per: 10_000, ...KMS },
  secretMonth: { usd: 0.4, per: 1, ...SECRETS },
  secretCall: { usd: 0.05, per: 10_000, ...SECRETS },
  queueRequest: {
    usd: 0.4,
    per: MILLION,
    source: "https://aws.amazon.com/sqs/pricing/ (standard queues)",
    date: "2026-06-13",
  },
  pipeRequest: {
    usd: 0.4,
    per: MILLION,
    source: "https://aws.amazon.com/eventbridge/pricing/ (pipes)",
    date: "2026-03-13",
  },
  busEvent: {
    usd: 1,
    per: MILLION,
    source: "https://aws.amazon.com/eventbridge/pricing/",
    date: "2026-07-30",
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;

export const dollars = (name: PriceName, quantity: number): number =>
  (PRICES[name].usd * quantity) / PRICES[name].per;
