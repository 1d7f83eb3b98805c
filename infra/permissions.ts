import { ArnFormat, Stack } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { acknowledgeWildcards } from "./acknowledgements.ts";
import { FUNCTION_NAMES } from "./function-specs.ts";
import { GRANTS, TARGETS } from "./grants.ts";
import type { Target } from "./grants.ts";
import type { OnboardingFunctions } from "./onboarding-functions.ts";
import type { StateStack } from "./state-stack.ts";

export interface PermissionsProps {
  readonly state: StateStack;
  readonly functions: OnboardingFunctions;
  readonly stateMachineArn: string;
}

type Resources = Readonly<Record<Target, readonly string[]>>;

/** Gives each function's role what grants.ts says: a statement for each target. */
export class Permissions extends Construct {
  constructor(scope: Construct, id: string, props: PermissionsProps) {
    super(scope, id);
    const resources = this.resources(props);
    for (const name of FUNCTION_NAMES) {
      const { role } = props.functions.of(name);
      for (const target of TARGETS) {
        const actions = GRANTS[name][target];
        if (actions === undefined) continue;
        role.addToPrincipalPolicy(this.statement(target, actions, resources));
        acknowledgeWildcards(role, resources[target]);
      }
    }
  }

  private statement(target: Target, actions: readonly string[], resources: Resources): PolicyStatement {
    return new PolicyStatement({
      effect: Effect.ALLOW,
      actions: [...actions],
      resources: [...resources[target]],
      ...(target === "key" && { conditions: { StringEquals: { "kms:ViaService": this.keyedServices() } } }),
    });
  }

  private keyedServices(): readonly string[] {
    const { region, urlSuffix } = Stack.of(this);
    return ["dynamodb", "s3", "secretsmanager"].map((service) => `${service}.${region}.${urlSuffix}`);
  }

  private resources({ state, functions, stateMachineArn }: PermissionsProps): Resources {
    const { arn: tableArn } = state.onboardings;
    // Exported here, so that what cdk-nag will report about it can be told now.
    const bucketArn = state.exportValue(state.documents.bucket.bucketArn);
    const { configurationSetName } = state.mail.configurationSet;
    return {
      table: [tableArn],
      due: [`${tableArn}/index/due`],
      list: [`${tableArn}/index/list`],
      work: [`${tableArn}/index/work`],
      bucket: [bucketArn],
      programs: [`${bucketArn}/programs/*`],
      agreements: [`${bucketArn}/*/agreement-*.pdf`],
      secret: [state.masterKey.secret.secretArn],
      key: [state.customerKey.key.keyArn],
      machine: [stateMachineArn],
      executions: [`${stateMachineArn.replace(":stateMachine:", ":execution:")}:*`],
      mail: [this.ses("identity", "*"), this.ses("configuration-set", configurationSetName)],
      // The quota is the account's, and has no ARN.
      account: ["*"],
      "make-pdf": [functions.of("make-pdf").lambda.functionArn],
      dispatch: [functions.of("dispatch").lambda.functionArn],
      deliver: [functions.of("deliver").lambda.functionArn],
    };
  }

  private ses(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: "ses", resource, resourceName, arnFormat });
  }
}
