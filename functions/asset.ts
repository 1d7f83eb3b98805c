import type { Context, Handler } from "hono";
import { fingerprint } from "../views/fingerprint.ts";

interface Asset {
  readonly text: string;
  readonly type: "text/css" | "text/javascript" | "image/svg+xml";
  /** How long it may be kept without asking, in seconds. */
  readonly maxAge: number;
}

/** A text that may be kept; 304 where the browser has it. */
export function answerAsset(c: Context, { text, type, maxAge }: Asset): Response {
  const etag = `"${fingerprint(text)}"`;
  const headers = { ETag: etag, "Cache-Control": `public, max-age=${maxAge}` };
  if (c.req.header("If-None-Match") === etag) return c.body(null, 304, headers);
  return c.body(text, 200, { ...headers, "Content-Type": `${type}; charset=utf-8` });
}

/** One of our own texts; pages name it with its fingerprint, so it may be kept for a day. */
export const asset =
  (text: string, type: Asset["type"]): Handler =>
  (c) =>
    answerAsset(c, { text, type, maxAge: 86_400 });
