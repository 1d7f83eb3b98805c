import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import {
  generateSigningKey,
  joseCredentialSigner,
  type SigningJwk,
} from "../../adapters/jose-credential-signer.ts";
import type { CredentialSigner } from "../../domain/world.ts";

const payload = {
  iss: "https://partners.acme.example",
  jti: "urn:uuid:1",
  nbf: 1_788_249_600,
  sub: "did:example:jonas",
  vc: { name: "Zoë 🚀" },
};
let key: SigningJwk;
let retired: SigningJwk;

beforeAll(async () => {
  [key, retired] = await Promise.all([generateSigningKey(), generateSigningKey()]);
});

const keySet = async (signer: CredentialSigner) => {
  const set: JSONWebKeySet = JSON.parse(JSON.stringify(await signer.jwks()));
  return createLocalJWKSet(set);
};

describe("a signed credential", () => {
  test("verifies against the published key set, with its payload unchanged", async () => {
    const signer = await joseCredentialSigner(key);
    const { payload: read } = await jwtVerify(await signer.sign(payload), await keySet(signer), {
      algorithms: ["RS256"],
    });
    expect(read).toEqual(payload);
  });

  test("names its algorithm and a key of the set", async () => {
    const signer = await joseCredentialSigner(key);
    const header = decodeProtectedHeader(await signer.sign(payload));
    const [published] = (await signer.jwks()).keys;
    expect(header).toEqual({ alg: "RS256", typ: "JWT", kid: published?.["kid"] });
  });

  test("does not verify once a letter of it was changed", async () => {
    const signer = await joseCredentialSigner(key);
    const [head, body, signature] = (await signer.sign(payload)).split(".");
    const forged = Buffer.from(JSON.stringify({ ...payload, sub: "did:example:eve" })).toString("base64url");
    expect(body).not.toBe(forged);
    await expect(jwtVerify(`${head}.${forged}.${signature}`, await keySet(signer))).rejects.toThrow(
      "signature",
    );
  });

  test("still verifies when its key has been retired", async () => {
    const old = await (await joseCredentialSigner(retired)).sign(payload);
    const signer = await joseCredentialSigner(key, [retired]);
    await expect(jwtVerify(old, await keySet(signer))).resolves.toMatchObject({ payload });
    await expect(jwtVerify(await signer.sign(payload), await keySet(signer))).resolves.toMatchObject({
      payload,
    });
  });
});

describe("the published key set", () => {
  test("holds nothing of the private keys", async () => {
    const { keys } = await (await joseCredentialSigner(key, [retired])).jwks();
    expect(keys).toHaveLength(2);
    for (const shown of keys)
      expect(Object.keys(shown).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });
});
