import type { Instant } from "../domain/ids.ts";
import type { Hmac } from "../domain/world.ts";
import { sameText } from "./same-text.ts";

const sign = (hmac: Hmac, text: string): string => hmac("session", text);

/** A cookie's value that says until when it holds and cannot be made without the key. Readable by its bearer. */
export function sealCookie(hmac: Hmac, value: string, expiresAt: Instant): string {
  const text = `${encodeURIComponent(value)}.${expiresAt}`;
  return `${text}.${sign(hmac, text)}`;
}

/** The value that was sealed; `null` when it was tampered with or its time is over. */
export function openCookie(hmac: Hmac, sealed: string, now: Instant): string | null {
  const match = /^(.*)\.(\d{1,16})\.([A-Za-z0-9_-]+)$/.exec(sealed);
  const [, value = "", expiresAt = "", signature = ""] = match ?? [];
  if (!match || !sameText(signature, sign(hmac, `${value}.${expiresAt}`))) return null;
  return Number(expiresAt) > now ? decodeURIComponent(value) : null;
}

/** With the strongest prefix the browser will accept: `__Host-` needs https and the path `/`, `__Secure-` https. */
export function cookieName(baseUrl: string, name: string, path = "/"): string {
  if (!baseUrl.startsWith("https:")) return name;
  return path === "/" ? `__Host-${name}` : `__Secure-${name}`;
}
