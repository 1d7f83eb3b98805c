import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { Hmac, Random, RandomId } from "../domain/world.ts";
import { keyedHmac } from "./derived-keys.ts";
import { generateSigningKey, type SigningJwk } from "./jose-credential-signer.ts";
import { random, randomId } from "./node-random.ts";
import { isCode, writeOnce } from "./write-once.ts";

export interface NodeSecrets {
  readonly hmac: Hmac;
  readonly random: Random;
  readonly randomId: RandomId;
  readonly signingKey: SigningJwk;
}

/** The secrets file is missing, unreadable or damaged. The message says what to do about it. */
export class SecretsFault extends Error {
  override readonly name = "SecretsFault";
}

const MASTER_KEY_BYTES = 32;
const part = z.base64url().min(1);
const fileSchema = z.strictObject({
  version: z.literal(1),
  masterKey: z.base64url().refine((text) => Buffer.from(text, "base64url").length === MASTER_KEY_BYTES),
  signingKey: z.strictObject({
    kty: z.literal("RSA"),
    n: part,
    e: part,
    d: part,
    p: part,
    q: part,
    dp: part,
    dq: part,
    qi: part,
  }),
});
type SecretsFile = z.infer<typeof fileSchema>;

/**
 * The secrets of one machine, in `secrets.json` (mode 0600) of the data folder; made on the first start. Throws
 * `SecretsFault`, also when `databaseFile` is there but the secrets are gone: new ones would break every link that
 * is out and the proof of every log, so making them must be somebody's decision.
 */
export async function openNodeSecrets(folder: string, databaseFile: string): Promise<NodeSecrets> {
  const file = join(folder, "secrets.json");
  const secrets = (await readSecrets(file)) ?? (await makeSecrets(file, databaseFile));
  return {
    hmac: keyedHmac(Buffer.from(secrets.masterKey, "base64url")),
    random,
    randomId,
    signingKey: secrets.signingKey,
  };
}

async function readSecrets(file: string): Promise<SecretsFile | null> {
  const text = await readText(file);
  if (text === null) return null;
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new SecretsFault(`${file} is damaged. Restore it from a backup; links and logs depend on it.`);
  }
  await chmod(file, 0o600);
  return parsed.data;
}

async function makeSecrets(file: string, databaseFile: string): Promise<SecretsFile> {
  if (existsSync(databaseFile)) {
    throw new SecretsFault(
      `${file} is missing, but ${databaseFile} was written with its keys. Restore it from a backup, or move the ` +
        `database away to start empty.`,
    );
  }
  const made: SecretsFile = {
    version: 1,
    masterKey: randomBytes(MASTER_KEY_BYTES).toString("base64url"),
    signingKey: await generateSigningKey(),
  };
  const wrote = await withAdvice(file, () =>
    writeOnce(file, Buffer.from(`${JSON.stringify(made)}\n`), 0o600),
  );
  return wrote ? made : ((await readSecrets(file)) ?? made);
}

async function readText(file: string): Promise<string | null> {
  return withAdvice(file, async () => {
    try {
      return await readFile(file, "utf8");
    } catch (cause) {
      if (isCode(cause, "ENOENT")) return null;
      throw cause;
    }
  });
}

async function withAdvice<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const advice = "Check that its folder may be read and written by this user and that the disk has space.";
    throw new SecretsFault(`${file} cannot be used (${why}). ${advice}`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
