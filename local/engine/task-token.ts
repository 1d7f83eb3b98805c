import { createHmac, timingSafeEqual, type KeyObject } from "node:crypto";

export type TaskAttempt = { execution: number; scheduled: number };

const ID_BYTES = 10;
const MAC_BYTES = 16;

/**
 * A token says which attempt it is for and proves that this engine made it, so that none need be stored: the same
 * attempt has the same token after a restart, and one that was valid once can be told from an invented one.
 */
export function makeTaskToken(key: KeyObject, { execution, scheduled }: TaskAttempt): string {
  const id = Buffer.alloc(ID_BYTES);
  id.writeUIntBE(execution, 0, 6);
  id.writeUInt32BE(scheduled, 6);
  return Buffer.concat([id, mac(key, id)]).toString("base64url");
}

/** Undefined when this engine never made the token. */
export function readTaskToken(key: KeyObject, token: string): TaskAttempt | undefined {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== ID_BYTES + MAC_BYTES || bytes.toString("base64url") !== token) return undefined;
  const id = bytes.subarray(0, ID_BYTES);
  if (!timingSafeEqual(mac(key, id), bytes.subarray(ID_BYTES))) return undefined;
  return { execution: id.readUIntBE(0, 6), scheduled: id.readUInt32BE(6) };
}

function mac(key: KeyObject, id: Uint8Array): Buffer {
  return createHmac("sha256", key).update(id).digest().subarray(0, MAC_BYTES);
}
