import type { KeyObject } from "node:crypto";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Hmac } from "../domain/world.ts";
import { derivedKey, keyedHmac } from "./derived-keys.ts";

export interface AwsSecrets {
  readonly hmac: Hmac;
  /** What the signing key is sealed with. */
  readonly sealingKey: KeyObject;
}

/** Less than this can be guessed. */
const SHORTEST = 32;

/** The keys that are derived from the master key in the secret `id` (its ARN). Throws when that is missing or short. */
export async function openAwsSecrets(client: SecretsManagerClient, id: string): Promise<AwsSecrets> {
  const { SecretString: text = "" } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  if (text.length < SHORTEST) {
    throw new Error(
      `The secret ${id} holds no master key: it must be a text of ${SHORTEST} characters or more.`,
    );
  }
  const masterKey = Buffer.from(text, "utf8");
  return { hmac: keyedHmac(masterKey), sealingKey: derivedKey(masterKey, "signing_key") };
}
