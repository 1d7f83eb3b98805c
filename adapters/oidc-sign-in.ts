import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
} from "openid-client";
import * as z from "zod/mini";
import type { SignIn } from "../domain/operator.ts";
import { operatorFrom } from "./oidc-operator.ts";
import { onceOpened } from "./once-opened.ts";

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client, which PKCE alone protects. */
  readonly clientSecret?: string;
  readonly scope?: string;
  /** The claims that may name roles; the first is the usual one, `cognito:groups` is Cognito's. */
  readonly roleClaims?: readonly string[];
  readonly vendorsClaim?: string;
  /** A provider without TLS: for tests on one machine. */
  readonly allowHttp?: boolean;
}

type OidcSignIn = Extract<SignIn, { readonly kind: "oidc" }>;

/** What is kept in the browser, sealed by the caller, between leaving for the provider and coming back. */
const keptSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
type Kept = z.infer<typeof keptSchema>;

/** Sign-in at an OpenID provider: authorization code with PKCE, `state` and `nonce` (OpenID Connect Core, 3.1). */
export function oidcSignIn(options: OidcOptions): OidcSignIn {
  const { roleClaims = ["roles", "groups", "cognito:groups"], vendorsClaim = "vendors" } = options;
  // The provider may be down when we start; then the next sign-in asks again.
  const provider = onceOpened(() => discover(options));

  return {
    kind: "oidc",

    async begin(redirectUri) {
      const kept: Kept = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: options.scope ?? "openid profile email",
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, state: Buffer.from(JSON.stringify(kept)).toString("base64url") };
    },

    async finish(callbackUrl, state) {
      const kept = readKept(state);
      if (!kept) return null;
      const claims = await redeemCode(await provider(), callbackUrl, kept);
      return claims ? operatorFrom(claims, { roleClaims, vendorsClaim }) : null;
    },
  };
}

async function discover({ issuer, clientId, clientSecret, allowHttp }: OidcOptions): Promise<Configuration> {
  // Without this the ID token's signature would not be checked, since it comes straight from the provider.
  const execute = [enableNonRepudiationChecks, ...(allowHttp ? [allowInsecureRequests] : [])];
  const authentication = clientSecret === undefined ? None() : undefined;
  return discovery(new URL(issuer), clientId, clientSecret, authentication, { execute, timeout: 5 });
}

async function redeemCode(provider: Configuration, callbackUrl: string, kept: Kept) {
  try {
    const tokens = await authorizationCodeGrant(provider, new URL(callbackUrl), {
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      pkceCodeVerifier: kept.verifier,
    });
    return tokens.claims() ?? null;
  } catch (cause) {
    if (isRefusal(cause)) return null;
    throw cause;
  }
}

/** What came back does not belong to what was asked: other state, nonce, audience, time or key. */
const MISMATCHES = [
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  "OAUTH_KEY_SELECTION_FAILED",
];

/** A refusal is about this sign-in; an outage or a wrong client secret is a fault and is thrown. */
function isRefusal(cause: unknown): boolean {
  if (cause instanceof AuthorizationResponseError) return true;
  if (cause instanceof ResponseBodyError) return cause.error === "invalid_grant";
  return cause instanceof ClientError && MISMATCHES.includes(cause.code ?? "");
}

function readKept(state: string): Kept | null {
  try {
    return keptSchema.parse(JSON.parse(Buffer.from(state, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
