import { Aws } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnTopic, Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { alarmList } from "./alarm-list.ts";
import type { Watched } from "./alarm-list.ts";
import type { Settings } from "./settings.ts";

/** An alarm for each entry of alarm-list.ts, told to a topic and from there, where given, to a mail address. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { watched, settings }: { watched: Watched; settings: Settings }) {
    super(scope, id);
    const topic = this.topic(settings);
    this.alarms = alarmList(watched).map(({ id: name, wrong, metric, threshold, comparison, missing }) => {
      const alarm = new Alarm(this, name, {
        alarmDescription: `${wrong}. What to do: docs/operations.md#${anchorOf(wrong)}`,
        metric,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      return alarm;
    });
  }

  private topic({ alarmEmail }: Settings): Topic {
    const topic = new Topic(this, "Topic", { enforceSSL: true });
    // A policy of its own takes away what CloudWatch may do by default.
    topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
    const resource = topic.node.defaultChild;
    if (alarmEmail !== null && resource instanceof CfnTopic) {
      resource.subscription = [{ protocol: "email", endpoint: alarmEmail }];
    }
    return topic;
  }
}

/** As GitHub writes a heading's anchor. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(" ", "-");
