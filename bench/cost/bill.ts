import type { Counts, StoryCounts } from "./counts.ts";
import { dollars } from "./prices.ts";
import type { PriceName } from "./prices.ts";

export const SERVICES = [
  "SES",
  "DynamoDB",
  "Step Functions",
  "Lambda",
  "HTTP API",
  "S3",
  "CloudWatch",
  "X-Ray",
  "EventBridge",
  "SQS",
  "KMS",
  "Secrets Manager",
] as const;
export type Service = (typeof SERVICES)[number];

export interface Line {
  readonly service: Service;
  readonly item: string;
  readonly quantity: number;
  readonly usd: number;
}

export type MailPlan = "a_la_carte" | "essentials";

/** Priced, but not measured: what services write to logs by themselves, and how often a function is loaded anew. */
export const ASSUMED = {
  /**
   * Of invocations; AWS names under 1 % for what is in use. Seldom used installations load more often, and pay by the cent.
   * https://docs.aws.amazon.com/lambda/latest/operatorguide/execution-environments.html
   */
  coldShare: 0.01,
  accessLogBytes: 300,
  /** A state's events in the log of the state machine. */
  transitionLogBytes: 1800,
  /** A pipe asks its queue in so many places at once, and waits so long for an answer. Quiet ones may be asked in fewer. */
  pollers: 5,
  pollSeconds: 20,
  /** Metrics of ours, which are paid for in hours in which something was counted. */
  metrics: 5,
} as const;

const HOURS = 730;
const MINUTES = 60 * HOURS;
/** DynamoDB asks for its key once in five minutes at most, for each caller. */
const KEY_CALLS = MINUTES / 5;

type Item = readonly [service: Service, item: string, price: PriceName, quantity: number];

const line = ([service, item, price, quantity]: Item): Line => ({
  service,
  item,
  quantity,
  usd: dollars(price, quantity),
});

export const total = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);

export const times = (lines: readonly Line[], factor: number): readonly Line[] =>
  lines.map((one) => ({ ...one, quantity: one.quantity * factor, usd: one.usd * factor }));

/** What a story costs by use. */
export function storyLines(story: StoryCounts, counts: Counts, plan: MailPlan): readonly Line[] {
  const cold = story.invocations * ASSUMED.coldShare;
  const logs =
    story.logBytes +
    story.httpRequests * ASSUMED.accessLogBytes +
    story.transitions * ASSUMED.transitionLogBytes;
  const items: readonly Item[] = [
    ["SES", "mails", plan === "essentials" ? "mailEssentials" : "mailAlaCarte", story.mails],
    ["DynamoDB", "write units", "writeUnit", story.writeUnits],
    ["DynamoDB", "read units", "readUnit", story.readUnits],
    ["Step Functions", "state transitions", "transition", story.transitions],
    ["Lambda", "invocations", "invocation", story.invocations],
    ["Lambda", "GB-seconds", "gbSecond", story.warmGbSeconds + cold * counts.coldStart.gbSeconds],
    ["HTTP API", "requests", "httpRequest", story.httpRequests],
    ["HTTP API", "bytes out", "byteOut", story.httpBytesOut],
    ["S3", "puts", "put", story.s3Puts],
    ["S3", "gets", "get", story.s3Gets],
    ["CloudWatch", "bytes logged", "logByte", logs],
    ["X-Ray", "traces", "trace", story.traces],
    ["EventBridge", "events about mails", "busEvent", story.busEvents],
    ["EventBridge", "messages through a pipe", "pipeRequest", story.pipeRequests],
    ["SQS", "sent, received and deleted", "queueRequest", story.queueRequests],
    // The bucket has a key of its own, for which KMS is asked rarely.
    ["KMS", "calls for the secret", "keyCall", cold],
    ["Secrets Manager", "reads", "secretCall", cold],
  ];
  return items.map(line);
}

export interface Idle {
  readonly lines: readonly Line[];
  /** On top, where the account has three dashboards already. */
  readonly fourthDashboard: number;
}

/** What an installation costs in a month without partners. */
export function idleBill({ tick, resources }: Counts): Idle {
  const count = (type: string): number => resources[type] ?? 0;
  const polls = (MINUTES * 60 * ASSUMED.pollers) / ASSUMED.pollSeconds;
  const items: readonly Item[] = [
    ["KMS", "keys", "keyMonth", count("AWS::KMS::Key")],
    ["KMS", "calls of the tick", "keyCall", KEY_CALLS],
    ["Secrets Manager", "secrets", "secretMonth", count("AWS::SecretsManager::Secret")],
    ["CloudWatch", "alarms", "alarmMonth", count("AWS::CloudWatch::Alarm")],
    ["CloudWatch", "bytes logged by the tick", "logByte", MINUTES * tick.logBytes],
    ["X-Ray", "traces of the tick", "trace", MINUTES],
    ["DynamoDB", "write units of the tick", "writeUnit", MINUTES * tick.writeUnits],
    ["DynamoDB", "read units of the tick", "readUnit", MINUTES * tick.readUnits],
    ["Lambda", "ticks", "invocation", MINUTES],
    ["Lambda", "GB-seconds of the tick", "gbSecond", MINUTES * tick.warmGbSeconds],
    ["EventBridge", "schedule", "busEvent", MINUTES],
    ["SQS", "polls of the pipe", "queueRequest", polls * count("AWS::Pipes::Pipe")],
  ];
  return {
    lines: items.map(line),
    fourthDashboard: dollars("dashboardMonth", count("AWS::CloudWatch::Dashboard")),
  };
}

/** Half a read unit for its state, read eventually, and its part of a page of the list. */
const FUNNEL_READS = 0.55;

/** What lies there, and what is read of it each hour for the funnel. */
export function storedLines(story: StoryCounts, stored: number): readonly Line[] {
  const items: readonly Item[] = [
    ["DynamoDB", "bytes stored", "tableByteMonth", stored * story.storedBytes],
    ["DynamoDB", "bytes in continuous backups", "backupByteMonth", stored * story.storedBytes],
    ["DynamoDB", "read units of the hourly funnel", "readUnit", stored * FUNNEL_READS * HOURS],
    ["S3", "bytes stored", "documentByteMonth", stored * story.documentBytes],
    ["CloudWatch", "bytes kept", "logByteMonth", stored * story.logBytes],
  ];
  return items.map(line);
}

/** What is paid for as soon as there is any partner in a month. */
export function busyLines({ resources }: Counts): readonly Line[] {
  const functions = resources["AWS::Lambda::Function"] ?? 0;
  const items: readonly Item[] = [
    ["CloudWatch", "metrics of our own", "metricMonth", ASSUMED.metrics],
    ["KMS", "calls of the other functions, at most", "keyCall", Math.max(0, functions - 1) * KEY_CALLS],
  ];
  return items.map(line);
}
