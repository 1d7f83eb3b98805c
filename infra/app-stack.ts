import { CfnOutput, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { Alarms } from "./alarms.ts";
import { ConsoleSignIn } from "./console-sign-in.ts";
import { DeadLetters } from "./dead-letters.ts";
import { OnboardingApi } from "./http-api.ts";
import { MailFates } from "./mail-fates.ts";
import { OnboardingDashboard } from "./onboarding-dashboard.ts";
import { OnboardingFunctions } from "./onboarding-functions.ts";
import { OnboardingWorkflow, workflowArn } from "./onboarding-workflow.ts";
import { Permissions } from "./permissions.ts";
import { EveryMinute } from "./schedule.ts";
import type { Settings } from "./settings.ts";
import type { StateStack } from "./state-stack.ts";
import { StreamConsumers } from "./stream-consumers.ts";

interface AppStackProps extends StackProps {
  readonly settings: Settings;
  readonly state: StateStack;
  /** See `bundleFunctions`. */
  readonly bundles: string;
}

/** What runs, and can be deployed again at any time. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { settings, state, bundles, ...props }: AppStackProps) {
    super(scope, id, props);
    const api = new OnboardingApi(this, "Http", settings);
    const deadLetters = new DeadLetters(this, "DeadLetters");
    const stateMachineArn = workflowArn(this, settings);
    const functions = new OnboardingFunctions(this, "Functions", {
      settings,
      state,
      bundles,
      deadLetters,
      stateMachineArn,
      baseUrl: api.baseUrl,
      signIn: new ConsoleSignIn(this, "SignIn", { settings, state, baseUrl: api.baseUrl }).environment,
    });
    new Permissions(this, "Permissions", { state, functions, stateMachineArn });
    api.route(functions);
    const workflow = new OnboardingWorkflow(this, "Workflow", { functions, settings });
    new StreamConsumers(this, "Stream", { onboardings: state.onboardings, functions, deadLetters });
    new EveryMinute(this, "EveryMinute", { functions, deadLetters });
    const mailFates = new MailFates(this, "MailFates", { functions, deadLetters, mail: state.mail });
    const watched = { api, deadLetters, functions, mailFates, workflow };
    const alarms = new Alarms(this, "Alarms", { watched, settings });
    new CfnOutput(this, "BaseUrl", { value: api.baseUrl });
    new OnboardingDashboard(this, "Dashboard", { watched, onboardings: state.onboardings, alarms });
  }
}
