import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { DeadLetters } from "./dead-letters.ts";
import type { OnboardingFunctions } from "./onboarding-functions.ts";

export interface EventRuleProps {
  readonly functions: OnboardingFunctions;
  readonly deadLetters: DeadLetters;
}

/** `tick`, every minute. A minute that is missed is made up for by the next. */
export class EveryMinute extends Construct {
  constructor(scope: Construct, id: string, { functions, deadLetters }: EventRuleProps) {
    super(scope, id);
    new Rule(this, "Rule", {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new LambdaFunction(functions.of("tick").lambda, {
          deadLetterQueue: deadLetters.queues.tick,
          retryAttempts: 1,
          maxEventAge: Duration.minutes(5),
        }),
      ],
    });
  }
}
