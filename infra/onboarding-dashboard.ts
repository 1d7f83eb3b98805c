import { Duration } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  Metric,
  Stats,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import type { Watched } from "./alarm-list.ts";
import { WOKEN } from "./dead-letters.ts";
import { FUNCTION_NAMES } from "./function-specs.ts";
import type { OnboardingTable } from "./onboarding-table.ts";

export interface DashboardProps {
  readonly watched: Watched;
  readonly onboardings: OnboardingTable;
  readonly alarms: Alarms;
}

const sum = { period: Duration.minutes(5), statistic: Stats.SUM };
const most = { period: Duration.minutes(5), statistic: Stats.MAXIMUM };

/** One page, and no more than the 50 metrics that CloudWatch shows without a charge. */
export class OnboardingDashboard extends Construct {
  constructor(scope: Construct, id: string, { watched, onboardings, alarms }: DashboardProps) {
    super(scope, id);
    const { api, functions, workflow, deadLetters } = watched;
    const of = (name: (typeof FUNCTION_NAMES)[number]) => functions.of(name).lambda;
    const ofTable = (metricName: string) =>
      new Metric({
        namespace: "AWS/DynamoDB",
        metricName,
        dimensionsMap: { TableName: onboardings.name },
        ...sum,
      });
    const board = new Dashboard(this, "Dashboard", { defaultInterval: Duration.days(1) });
    board.addWidgets(
      new TextWidget({
        markdown: "What an alarm means and what to do: docs/operations.md",
        width: 24,
        height: 1,
      }),
    );
    board.addWidgets(new AlarmStatusWidget({ alarms: [...alarms.alarms], width: 24, height: 3 }));
    board.addWidgets(
      graph("Requests", [
        api.api.metricCount(sum),
        api.api.metricClientError(sum),
        api.api.metricServerError(sum),
      ]),
      graph("Executions", [
        workflow.machine.metricStarted(sum),
        workflow.machine.metricSucceeded(sum),
        workflow.machine.metricFailed(sum),
        workflow.machine.metricTimedOut(sum),
        workflow.machine.metricAborted(sum),
      ]),
      graph(
        "Errors of functions",
        FUNCTION_NAMES.map((name) => of(name).metricErrors({ ...sum, label: name })),
      ),
    );
    board.addWidgets(
      graph(
        "Longest run (ms)",
        WOKEN.map((name) => of(name).metricDuration({ ...most, label: name })),
      ),
      graph("Behind the stream (ms)", [
        of("dispatch").metric("IteratorAge", most),
        of("deliver").metric("IteratorAge", most),
      ]),
      graph(
        "Dead letters",
        WOKEN.map((name) =>
          deadLetters.queues[name].metricApproximateNumberOfMessagesVisible({ ...most, label: name }),
        ),
      ),
      graph(
        "Table: units and refusals",
        ["ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits", "WriteThrottleEvents"].map(ofTable),
      ),
    );
  }
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: 8, height: 6 });
