import { Duration } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge, acknowledgeWildcards } from "./acknowledgements.ts";

export interface OnboardingFunctionProps {
  /** The folder of the bundle. */
  readonly bundle: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly retention: RetentionDays;
  /** Where an event goes that could not be handled; `null`: it is invoked synchronously only. */
  readonly deadLetters: IQueue | null;
}

/** A Lambda function with a log group and a role of its own, which may log, trace, and nothing else. */
export class OnboardingFunction extends Construct {
  readonly lambda: Function;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: OnboardingFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", { retention: props.retention });
    this.role = new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    this.role.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.lambda = new Function(this, "Function", {
      description: `Partner onboarding: ${id}`,
      code: Code.fromAsset(props.bundle),
      handler: "handler.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: props.environment,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Without the lines of Lambda's own about each invocation that ended well: metrics and traces say as much.
      systemLogLevelV2: SystemLogLevel.WARN,
      role: this.role,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetters && { deadLetterQueue: props.deadLetters }),
    });
    // Traces belong to no resource.
    acknowledgeWildcards(this.role, ["*"]);
    if (props.deadLetters === null) acknowledge(this.lambda, "Serverless-LambdaDLQ");
  }
}
