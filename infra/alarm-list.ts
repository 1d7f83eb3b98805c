import { Duration, Stack } from "aws-cdk-lib";
import { ComparisonOperator, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { OnboardingApi } from "./http-api.ts";
import { WOKEN } from "./dead-letters.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { MailFates } from "./mail-fates.ts";
import type { OnboardingFunctions } from "./onboarding-functions.ts";
import type { OnboardingWorkflow } from "./onboarding-workflow.ts";

export interface Watched {
  readonly api: OnboardingApi;
  readonly deadLetters: DeadLetters;
  readonly functions: OnboardingFunctions;
  readonly mailFates: MailFates;
  readonly workflow: OnboardingWorkflow;
}

export interface AlarmSpec {
  readonly id: string;
  /** What is wrong; also the heading of its paragraph in docs/operations.md. */
  readonly wrong: string;
  readonly metric: Metric;
  readonly threshold: number;
  readonly comparison?: ComparisonOperator;
  readonly missing?: TreatMissingData;
}

const FIVE_MINUTES = Duration.minutes(5);
const SIX_MINUTES_IN_MS = 360_000;
/** Longer than a message waits that failed once and is tried again. */
const FIFTEEN_MINUTES_IN_S = 900;

/** What wakes somebody. Few, because each costs: everything else is on the dashboard and on the console. */
export const alarmList = (watched: Watched): readonly AlarmSpec[] => [
  ...deadLetterAlarms(watched),
  ...workAlarms(watched),
  ...reputationAlarms(watched),
];

function deadLetterAlarms({ deadLetters }: Watched): readonly AlarmSpec[] {
  return WOKEN.map((name) => ({
    id: `dead-letters-${name}`,
    wrong: `Dead letters of ${name}`,
    metric: deadLetters.queues[name].metricApproximateNumberOfMessagesVisible({
      period: FIVE_MINUTES,
      statistic: Stats.MAXIMUM,
    }),
    threshold: 1,
  }));
}

function workAlarms({ api, functions, mailFates, workflow }: Watched): readonly AlarmSpec[] {
  const behind = (name: "dispatch" | "deliver"): AlarmSpec => ({
    id: `behind-${name}`,
    wrong: `The stream to ${name} is behind`,
    metric: functions
      .of(name)
      .lambda.metric("IteratorAge", { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    threshold: SIX_MINUTES_IN_MS,
  });
  return [
    {
      id: "tick-stopped",
      wrong: "The tick has stopped",
      metric: functions.of("tick").lambda.metricInvocations({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: TreatMissingData.BREACHING,
    },
    behind("dispatch"),
    behind("deliver"),
    {
      id: "behind-mail-events",
      wrong: "The queue of mail events is behind",
      metric: mailFates.queue.metricApproximateAgeOfOldestMessage({
        period: FIVE_MINUTES,
        statistic: Stats.MAXIMUM,
      }),
      threshold: FIFTEEN_MINUTES_IN_S,
    },
    {
      id: "server-errors",
      wrong: "Requests end in server errors",
      metric: api.api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 5,
    },
    {
      id: "executions-failed",
      wrong: "Executions fail",
      metric: workflow.machine.metricFailed({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
    },
  ];
}

/** SES counts these for the whole account; AWS reviews it at 5 % and 0.1 %. */
function reputationAlarms({ workflow }: Watched): readonly AlarmSpec[] {
  const { region } = Stack.of(workflow);
  const ofAccount = (namespace: string, metricName: string) =>
    new Metric({ namespace, metricName, region, period: Duration.hours(1), statistic: Stats.MAXIMUM });
  return [
    {
      id: "bounces",
      wrong: "Too many mails bounce",
      metric: ofAccount("AWS/SES", "Reputation.BounceRate"),
      threshold: 0.05,
    },
    {
      id: "complaints",
      wrong: "Too many mails are called spam",
      metric: ofAccount("AWS/SES", "Reputation.ComplaintRate"),
      threshold: 0.001,
    },
    {
      id: "open-executions",
      wrong: "Nearly a million executions are open",
      metric: ofAccount("AWS/States", "OpenExecutionCount"),
      threshold: 800_000,
    },
  ];
}
