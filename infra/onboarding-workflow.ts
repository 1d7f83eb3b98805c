import { readFileSync } from "node:fs";
import { ArnFormat, Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { acknowledgeWildcards } from "./acknowledgements.ts";
import { logRetention } from "./log-retention.ts";
import type { OnboardingFunctions } from "./onboarding-functions.ts";
import type { Settings } from "./settings.ts";

const DEFINITION = new URL("../workflows/onboarding.asl.json", import.meta.url);

const nameOf = ({ stage }: Settings): string => `PartnerOnboarding-${stage}`;

/** Known before the machine is made: the functions it invokes are told it, and must not wait for it. */
export const workflowArn = (scope: Construct, settings: Settings): string =>
  Stack.of(scope).formatArn({
    service: "states",
    resource: "stateMachine",
    resourceName: nameOf(settings),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** The state machine, from the same file that runs on one machine. */
export class OnboardingWorkflow extends Construct {
  readonly machine: StateMachine;

  constructor(
    scope: Construct,
    id: string,
    { functions, settings }: { functions: OnboardingFunctions; settings: Settings },
  ) {
    super(scope, id);
    const tasks = { OpenStage: functions.of("open-stage").lambda, Finish: functions.of("finish").lambda };
    this.machine = new StateMachine(this, "Machine", {
      stateMachineName: nameOf(settings),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(DEFINITION, "utf8")),
      definitionSubstitutions: { OpenStage: tasks.OpenStage.functionArn, Finish: tasks.Finish.functionArn },
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, "Logs", { retention: logRetention(settings) }),
        level: LogLevel.ALL,
        // Inputs and outputs carry task tokens.
        includeExecutionData: false,
      },
    });
    // A definition from a file brings no permissions with it.
    this.machine.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ["lambda:InvokeFunction"],
        resources: Object.values(tasks).map((task) => task.functionArn),
      }),
    );
    // Traces and the delivery of logs belong to no resource.
    acknowledgeWildcards(this.machine, ["*"]);
  }
}
