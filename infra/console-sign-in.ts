import { ClientAttributes, OAuthScope, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { Operators } from "./operators.ts";
import type { Settings } from "./settings.ts";
import type { StateStack } from "./state-stack.ts";

/** The variables that tell the console where its operators sign in. */
export interface SignInEnvironment {
  readonly OIDC_ISSUER: string;
  readonly OIDC_CLIENT_ID: string;
  readonly OIDC_ROLE_CLAIMS: string;
  readonly OIDC_VENDORS_CLAIM: string;
}

export interface ConsoleSignInProps {
  readonly settings: Settings;
  readonly state: StateStack;
  readonly baseUrl: string;
}

/** The console as a client of the operators' pool, or of the provider that was given. */
export class ConsoleSignIn extends Construct {
  readonly environment: SignInEnvironment;

  constructor(scope: Construct, id: string, { settings, state, baseUrl }: ConsoleSignInProps) {
    super(scope, id);
    const { oidc } = settings;
    this.environment = state.operators ? this.asClientOf(state.operators, baseUrl) : given(oidc);
  }

  /** A public client: code with PKCE, no secret to keep. */
  private asClientOf({ pool, issuer }: Operators, baseUrl: string): SignInEnvironment {
    const client = new UserPoolClient(this, "Client", {
      userPool: pool,
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // Else operators could write their own list of vendors.
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true }),
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, emailVerified: true, fullname: true })
        .withCustomAttributes("vendors"),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${baseUrl}/console/sign-in/callback`],
      },
    });
    return {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.userPoolClientId,
      OIDC_ROLE_CLAIMS: "cognito:groups",
      OIDC_VENDORS_CLAIM: "custom:vendors",
    };
  }
}

function given(oidc: Settings["oidc"]): SignInEnvironment {
  if (!oidc) throw new Error("There is neither a user pool nor another provider");
  return {
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: oidc.clientId,
    OIDC_ROLE_CLAIMS: oidc.roleClaims,
    OIDC_VENDORS_CLAIM: oidc.vendorsClaim,
  };
}
