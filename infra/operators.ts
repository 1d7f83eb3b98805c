import { Aws, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccountRecovery, Mfa, StringAttribute, UserPool, UserPoolGroup } from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledgements.ts";
import type { Settings } from "./settings.ts";

const ROLES = ["viewer", "operator", "admin"];

/** Who may sign in to the console, where no other provider is given. Groups give the role, an attribute the vendors. */
export class Operators extends Construct {
  readonly pool: UserPool;
  readonly issuer: string;

  constructor(scope: Construct, id: string, { stage }: Settings) {
    super(scope, id);
    this.pool = new UserPool(this, "Pool", {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      customAttributes: { vendors: new StringAttribute({ maxLen: 2048, mutable: true }) },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.pool, "AwsSolutions-COG8");
    for (const role of ROLES) {
      new UserPoolGroup(this, `Group-${role}`, { userPool: this.pool, groupName: `onboarding:${role}` });
    }
    this.pool.addDomain("SignInPages", {
      cognitoDomain: { domainPrefix: `partner-onboarding-${stage}-${Aws.ACCOUNT_ID}` },
    });
    this.issuer = `https://cognito-idp.${Stack.of(this).region}.${Aws.URL_SUFFIX}/${this.pool.userPoolId}`;
  }
}
