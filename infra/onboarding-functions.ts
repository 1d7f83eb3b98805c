import { join } from "node:path";
import { Construct } from "constructs";
import type { DeadLetters } from "./dead-letters.ts";
import { FUNCTION_NAMES, FUNCTION_SPECS, isInvokedAsynchronously } from "./function-specs.ts";
import type { FunctionName, Variable } from "./function-specs.ts";
import { OnboardingFunction } from "./onboarding-function.ts";
import { logRetention } from "./log-retention.ts";
import type { SignInEnvironment } from "./console-sign-in.ts";
import type { Settings } from "./settings.ts";
import type { StateStack } from "./state-stack.ts";

export interface OnboardingFunctionsProps {
  readonly settings: Settings;
  /** A folder with a folder for each function, see `bundleFunctions`. */
  readonly bundles: string;
  readonly state: StateStack;
  readonly deadLetters: DeadLetters;
  readonly baseUrl: string;
  readonly stateMachineArn: string;
  readonly signIn: SignInEnvironment;
}

/** All functions, each with the variables it reads and no others. */
export class OnboardingFunctions extends Construct {
  private readonly made = new Map<FunctionName, OnboardingFunction>();

  constructor(scope: Construct, id: string, props: OnboardingFunctionsProps) {
    super(scope, id);
    for (const name of FUNCTION_NAMES) {
      const { variables, ...size } = FUNCTION_SPECS[name];
      const values = variables.map((variable) => [variable, this.valueOf(variable, props)]);
      this.made.set(
        name,
        new OnboardingFunction(this, name, {
          ...size,
          bundle: join(props.bundles, name),
          environment: { ...Object.fromEntries(values), ...powertools(name) },
          retention: logRetention(props.settings),
          deadLetters: isInvokedAsynchronously(name) ? props.deadLetters.queues[name] : null,
        }),
      );
    }
  }

  of(name: FunctionName): OnboardingFunction {
    const found = this.made.get(name);
    if (!found) throw new Error(`${name} is named before it is made`);
    return found;
  }

  private valueOf(variable: Variable, props: OnboardingFunctionsProps): string {
    const { state, signIn } = props;
    const values: Readonly<Record<Exclude<Variable, keyof SignInEnvironment>, () => string>> = {
      TABLE: () => state.onboardings.name,
      BUCKET: () => state.documents.bucket.bucketName,
      SECRET: () => state.masterKey.secret.secretArn,
      CONFIGURATION_SET: () => state.mail.configurationSet.configurationSetName,
      BASE_URL: () => props.baseUrl,
      STATE_MACHINE: () => props.stateMachineArn,
      MAKE_PDF: () => this.of("make-pdf").lambda.functionName,
      DISPATCH: () => this.of("dispatch").lambda.functionName,
      DELIVER: () => this.of("deliver").lambda.functionName,
    };
    return isSignIn(variable) ? signIn[variable] : values[variable]();
  }
}

const isSignIn = (variable: Variable): variable is keyof SignInEnvironment => variable.startsWith("OIDC_");

const powertools = (name: FunctionName) => ({
  POWERTOOLS_SERVICE_NAME: name,
  // It counts nothing.
  ...(name !== "make-pdf" && { POWERTOOLS_METRICS_NAMESPACE: "PartnerOnboarding" }),
  POWERTOOLS_LOG_LEVEL: "INFO",
});
