import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import type { CredentialSigner } from "../domain/world.ts";

/** A private RSA key as a JWK (RFC 7518, section 6.3). */
export interface SigningJwk {
  readonly kty: "RSA";
  readonly n: string;
  readonly e: string;
  readonly d: string;
  readonly p: string;
  readonly q: string;
  readonly dp: string;
  readonly dq: string;
  readonly qi: string;
}

/**
 * Signs with RS256, as Open Badges 3.0 asks of a JWT proof (section 8.2). `kid` is the key's thumbprint (RFC 7638).
 * `retired` keys sign nothing, but stay in the key set, so that what they signed can still be verified.
 */
export async function joseCredentialSigner(
  current: SigningJwk,
  retired: readonly SigningJwk[] = [],
): Promise<CredentialSigner> {
  const key = await importJWK({ ...current }, "RS256");
  const keys = await Promise.all([current, ...retired].map(publicJwk));
  const header = { alg: "RS256", typ: "JWT", kid: await calculateJwkThumbprint(publicPart(current)) };

  return {
    sign: (payload) => new SignJWT({ ...payload }).setProtectedHeader(header).sign(key),
    jwks: async () => ({ keys }),
  };
}

/** A new 2048-bit RSA key for `joseCredentialSigner`. */
export async function generateSigningKey(): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  const { n = "", e = "", d = "", p = "", q = "", dp = "", dq = "", qi = "" } = await exportJWK(privateKey);
  return { kty: "RSA", n, e, d, p, q, dp, dq, qi };
}

/** Named one by one: spreading the key and deleting its secrets would publish the one that was forgotten. */
const publicPart = ({ kty, n, e }: SigningJwk) => ({ kty, n, e });

async function publicJwk(jwk: SigningJwk) {
  const shown = publicPart(jwk);
  return { ...shown, use: "sig", alg: "RS256", kid: await calculateJwkThumbprint(shown) };
}
