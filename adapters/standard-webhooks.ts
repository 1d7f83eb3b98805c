import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  sign as signBytes,
  timingSafeEqual,
  verify as verifyBytes,
} from "node:crypto";
import type { Instant } from "../domain/ids.ts";

/** The three headers as they came, `undefined` where one is missing. */
interface WebhookHeaders {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

export interface SignedWebhook {
  /** `whsec_…` or `whpk_…`; any of them verifies, so that keys can be changed without a gap. */
  readonly secrets: readonly string[];
  readonly headers: WebhookHeaders;
  /** The bytes as they came. */
  readonly body: Uint8Array;
  readonly now: Instant;
}

interface UnsignedWebhook {
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string | Uint8Array;
}

const ID = /^[\w-]{1,128}$/;
const SECONDS = /^[1-9]\d{0,10}$/;
// Two headers of one name arrive joined with a comma, which no entry may end with.
const SIGNATURE = /^([a-zA-Z0-9]{1,16}),([A-Za-z0-9+/]*={0,2})$/;
const MOST_SIGNATURES = 8;
const TOLERANCE_SECONDS = 300;

/**
 * Standard Webhooks 1.0.0: the webhook's id when one signature fits one secret and the timestamp is within five
 * minutes, else `null`. Stricter than the specification where it leaves room: form of the headers, at most 8 signatures.
 */
export function verifyWebhook({ secrets, headers, body, now }: SignedWebhook): string | null {
  const { id = "", timestamp = "" } = headers;
  const signatures = readSignatures(headers.signature);
  if (!ID.test(id) || !SECONDS.test(timestamp) || signatures === null) return null;
  const fits = secrets.some((secret) => {
    const key = keyOf(secret);
    return key !== null && fitsOne(key, signatures, { prefix: `${id}.${timestamp}.`, body });
  });
  const age = Math.abs(Math.floor(now / 1000) - Number(timestamp));
  return fits && age <= TOLERANCE_SECONDS ? id : null;
}

/** The `webhook-signature` header, one entry for each `whsec_…` or `whsk_…`. Throws for any other secret. */
export const signWebhook = (secrets: readonly string[], id: string, message: UnsignedWebhook): string =>
  secrets.map((secret) => signOnce(secret, id, message)).join(" ");

function signOnce(secret: string, id: string, message: UnsignedWebhook): string {
  const prefix = `${id}.${message.timestamp}.`;
  const body = typeof message.body === "string" ? Buffer.from(message.body) : message.body;
  const key = keyOf(secret);
  if (key?.version === "v1") return `v1,${hmacOf(key.key, { prefix, body }).toString("base64")}`;
  const privateKey = signingKeyOf(secret);
  if (!privateKey) throw new Error("This webhook secret is neither whsec_… (24 to 64 bytes) nor whsk_….");
  const signature = signBytes(null, Buffer.concat([Buffer.from(prefix), body]), privateKey);
  return `v1a,${signature.toString("base64")}`;
}

/** Whether it can verify: `whsec_` with 24 to 64 bytes, or `whpk_` with an ed25519 public key. */
export const isWebhookSecret = (secret: string): boolean => keyOf(secret) !== null;

/** SHA-256 in hex. */
export const sha256Hex = (bytes: Uint8Array): string => hash("sha256", bytes);

interface Signature {
  readonly version: string;
  readonly bytes: Buffer;
}
type VerifyKey = { readonly version: "v1" | "v1a"; readonly key: KeyObject };
type Message = { readonly prefix: string; readonly body: Uint8Array };

function readSignatures(header: string | undefined): readonly Signature[] | null {
  const entries = (header ?? "").split(" ");
  if (entries.length > MOST_SIGNATURES) return null;
  const signatures: Signature[] = [];
  for (const entry of entries) {
    const match = SIGNATURE.exec(entry);
    if (!match) return null;
    signatures.push({ version: match[1] ?? "", bytes: Buffer.from(match[2] ?? "", "base64") });
  }
  return signatures;
}

function fitsOne(key: VerifyKey, signatures: readonly Signature[], message: Message): boolean {
  const ofVersion = signatures.filter(({ version }) => version === key.version);
  if (ofVersion.length === 0) return false;
  if (key.version === "v1") {
    const expected = hmacOf(key.key, message);
    return ofVersion.some(
      ({ bytes }) => bytes.length === expected.length && timingSafeEqual(bytes, expected),
    );
  }
  const signed = Buffer.concat([Buffer.from(message.prefix), message.body]);
  return ofVersion.some(({ bytes }) => verifyBytes(null, signed, key.key, bytes));
}

const hmacOf = (key: KeyObject, { prefix, body }: Message): Buffer =>
  createHmac("sha256", key).update(prefix).update(body).digest();

const known = new Map<string, VerifyKey>();

function keyOf(secret: string): VerifyKey | null {
  const cached = known.get(secret);
  if (cached) return cached;
  const key = makeKey(secret);
  if (key && known.size >= 1000) known.clear();
  if (key) known.set(secret, key);
  return key;
}

function makeKey(secret: string): VerifyKey | null {
  const shared = bytesAfter("whsec_", secret);
  if (shared && shared.length >= 24 && shared.length <= 64) {
    return { version: "v1", key: createSecretKey(shared) };
  }
  const x = bytesAfter("whpk_", secret);
  if (x?.length !== 32) return null;
  const jwk = { kty: "OKP", crv: "Ed25519", x: x.toString("base64url") };
  return { version: "v1a", key: createPublicKey({ key: jwk, format: "jwk" }) };
}

/** `whsk_`: 32 bytes of seed, then the public key. */
function signingKeyOf(secret: string): KeyObject | null {
  const bytes = bytesAfter("whsk_", secret);
  if (bytes?.length !== 64) return null;
  const d = bytes.subarray(0, 32).toString("base64url");
  const x = bytes.subarray(32).toString("base64url");
  return createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d, x }, format: "jwk" });
}

/** Padding may be left out, as other libraries accept it. */
function bytesAfter(prefix: string, secret: string): Buffer | null {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : "";
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : null;
}
