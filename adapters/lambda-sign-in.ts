import * as z from "zod";
import type { SignIn } from "../domain/operator.ts";
import { readEnv } from "./lambda-env.ts";
import { oidcSignIn } from "./oidc-sign-in.ts";

const text = z.string().min(1);

/** Sign-in at the provider that the environment names. */
export function lambdaSignIn(): SignIn {
  const env = readEnv({
    OIDC_ISSUER: z.url(),
    OIDC_CLIENT_ID: text,
    OIDC_CLIENT_SECRET: text.optional(),
    OIDC_ROLE_CLAIMS: text.optional(),
    OIDC_VENDORS_CLAIM: text.optional(),
  });
  return oidcSignIn({
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    ...(env.OIDC_CLIENT_SECRET ? { clientSecret: env.OIDC_CLIENT_SECRET } : {}),
    ...(env.OIDC_ROLE_CLAIMS ? { roleClaims: env.OIDC_ROLE_CLAIMS.split(",") } : {}),
    ...(env.OIDC_VENDORS_CLAIM ? { vendorsClaim: env.OIDC_VENDORS_CLAIM } : {}),
  });
}
