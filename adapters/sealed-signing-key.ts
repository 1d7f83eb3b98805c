import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { generateSigningKey, type SigningJwk } from "./jose-credential-signer.ts";

interface Place {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly sealingKey: KeyObject;
}

const NAME = "SIGNING-KEY";
const KEY = { pk: { S: NAME }, sk: { S: NAME } };
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The key that signs credentials: made by the first who needs it, sealed in an item of the table. The first wins. */
export async function sealedSigningKey(place: Place): Promise<SigningJwk> {
  const known = await readKey(place);
  if (known) return known;
  const made = await generateSigningKey();
  if (await putKey(place, made)) return made;
  const first = await readKey(place);
  if (!first)
    throw new Error("The signing key was there, and is gone: is somebody deleting items of the table?");
  return first;
}

async function readKey({ client, table, sealingKey }: Place): Promise<SigningJwk | null> {
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: table, Key: KEY, ConsistentRead: true }),
  );
  const sealed = item?.["sealed"]?.B;
  return sealed ? unseal(sealingKey, sealed) : null;
}

async function putKey({ client, table, sealingKey }: Place, jwk: SigningJwk): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...KEY, sealed: { B: seal(sealingKey, jwk) } },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
    return true;
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return false;
    throw cause;
  }
}

/** Nonce, tag and text, in AES-256-GCM. */
function seal(key: KeyObject, jwk: SigningJwk): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(NAME));
  const text = Buffer.concat([cipher.update(JSON.stringify(jwk)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function unseal(key: KeyObject, sealed: Uint8Array): SigningJwk {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(NAME)).setAuthTag(tag);
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    const jwk: SigningJwk = JSON.parse(text.toString("utf8"));
    return jwk;
  } catch (cause) {
    throw new Error(
      "The signing key was sealed with another master key. Restore the secret that was in use, or delete the item SIGNING-KEY: certificates issued so far can then no longer be verified.",
      { cause },
    );
  }
}
