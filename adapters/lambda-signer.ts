import type { CredentialSigner } from "../domain/world.ts";
import { joseCredentialSigner } from "./jose-credential-signer.ts";
import type { LambdaWorld } from "./lambda-world.ts";
import { onceOpened } from "./once-opened.ts";
import { sealedSigningKey } from "./sealed-signing-key.ts";

/** Signs with the key in the table, which is read (or made) when it is first needed. */
export function lambdaSigner(world: Pick<LambdaWorld, "client" | "table" | "sealingKey">): CredentialSigner {
  const signer = onceOpened(async () => joseCredentialSigner(await sealedSigningKey(world)));
  return {
    sign: async (payload) => (await signer()).sign(payload),
    jwks: async () => (await signer()).jwks(),
  };
}
