import * as z from "zod/mini";
import type { SignIn } from "../domain/operator.ts";
import { readEnv } from "./lambda-env.ts";
import { onceOpened } from "./once-opened.ts";

const text = z.string().check(z.minLength(1));

/** Sign-in at the provider that the environment names. What speaks to it is loaded when somebody signs in. */
export function lambdaSignIn(): SignIn {
  const env = readEnv({
    OIDC_ISSUER: z.url(),
    OIDC_CLIENT_ID: text,
    OIDC_CLIENT_SECRET: z.optional(text),
    OIDC_ROLE_CLAIMS: z.optional(text),
    OIDC_VENDORS_CLAIM: z.optional(text),
  });
  const provider = onceOpened(async () => {
    const { oidcSignIn } = await import("./oidc-sign-in.ts");
    return oidcSignIn({
      issuer: env.OIDC_ISSUER,
      clientId: env.OIDC_CLIENT_ID,
      ...(env.OIDC_CLIENT_SECRET ? { clientSecret: env.OIDC_CLIENT_SECRET } : {}),
      ...(env.OIDC_ROLE_CLAIMS ? { roleClaims: env.OIDC_ROLE_CLAIMS.split(",") } : {}),
      ...(env.OIDC_VENDORS_CLAIM ? { vendorsClaim: env.OIDC_VENDORS_CLAIM } : {}),
    });
  });
  return {
    kind: "oidc",
    begin: async (redirectUri) => (await provider()).begin(redirectUri),
    finish: async (callbackUrl, state) => (await provider()).finish(callbackUrl, state),
  };
}
