import { Duration } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import type { DeadLetters } from "./dead-letters.ts";
import type { OnboardingFunctions } from "./onboarding-functions.ts";
import type { OnboardingTable } from "./onboarding-table.ts";

/** Which lane wakes which function. */
const LANES = { dispatch: "work", deliver: "webhook" } as const;

export interface StreamConsumersProps {
  readonly onboardings: OnboardingTable;
  readonly functions: OnboardingFunctions;
  readonly deadLetters: DeadLetters;
}

/** The table's stream wakes whoever has an effect to perform. What is lost here, `tick` finds within minutes. */
export class StreamConsumers extends Construct {
  constructor(scope: Construct, id: string, props: StreamConsumersProps) {
    super(scope, id);
    this.wake("dispatch", props);
    this.wake("deliver", props);
  }

  private wake(
    name: keyof typeof LANES,
    { onboardings, functions, deadLetters }: StreamConsumersProps,
  ): void {
    const { lambda, role } = functions.of(name);
    const stream = onboardings.streamArn;
    const mayRead = role.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        resources: [stream],
      }),
    );
    const mapping = new EventSourceMapping(this, name, {
      target: lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      maxBatchingWindow: Duration.seconds(1),
      parallelizationFactor: 4,
      retryAttempts: 3,
      maxRecordAge: Duration.hours(1),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The function may send there already: its own dead letters go to the same queue.
      onFailure: { bind: () => ({ destination: deadLetters.queues[name].queueArn }) },
      filters: [FilterCriteria.filter(madeDue(LANES[name]))],
    });
    // The mapping is refused while its function may not read the stream.
    if (mayRead.policyDependable) mapping.node.addDependency(mayRead.policyDependable);
  }
}

/** Every write of a commit's item names the lanes in which it made something due, and no others. */
const madeDue = (lane: string) => ({
  dynamodb: { NewImage: { [lane]: { S: FilterRule.isEqual("due") } } },
});
