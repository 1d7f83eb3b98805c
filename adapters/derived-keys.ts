import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Hmac } from "../domain/world.ts";

/** 32 bytes of their own for each purpose (HKDF, RFC 5869), as a key. */
export function derivedKey(masterKey: Buffer, purpose: string): KeyObject {
  const derived = hkdfSync("sha256", masterKey, "", `partner-onboarding/${purpose}`, 32);
  return createSecretKey(Buffer.from(derived));
}

/** A key of its own for each purpose, so that one text never has the same code for two purposes. */
export function keyedHmac(masterKey: Buffer): Hmac {
  // As key objects: node prepares raw bytes anew for every code, which takes longer than the code itself.
  const keys = new Map<string, KeyObject>();
  const keyFor = (purpose: string): KeyObject => {
    const known = keys.get(purpose);
    if (known) return known;
    const made = derivedKey(masterKey, purpose);
    keys.set(purpose, made);
    return made;
  };
  return (purpose, text) => createHmac("sha256", keyFor(purpose)).update(text).digest("base64url");
}
