import type { Context, Handler } from "hono";
import { fingerprint } from "../views/fingerprint.ts";
import { accentNamed } from "../views/sheet.ts";
import type { Sheet } from "../views/sheet.ts";

interface Asset {
  readonly text: string;
  readonly type: "text/css" | "text/javascript";
  readonly version: string;
}

const A_YEAR = "public, max-age=31536000, immutable";
/** The address names another version, as for a moment after a deployment: this one must not stay under it. */
const A_WHILE = "public, max-age=300";

/** The validator of an answer that may have been compressed on its way. */
export const sameTag = (sent: string | undefined, etag: string): boolean =>
  sent?.replace(/^W\//, "") === etag;

/** 304 where the browser has it. */
function answerAsset(c: Context, { text, type, version }: Asset): Response {
  const etag = `"${version}"`;
  const headers = { ETag: etag, "Cache-Control": c.req.query("v") === version ? A_YEAR : A_WHILE };
  if (sameTag(c.req.header("If-None-Match"), etag)) return c.body(null, 304, headers);
  return c.body(text, 200, { ...headers, "Content-Type": `${type}; charset=utf-8` });
}

/** One of our own texts. Pages name it with its version, its fingerprint unless told, so that it may be kept for good. */
export const asset =
  (text: string, type: Asset["type"], version = fingerprint(text)): Handler =>
  (c) =>
    answerAsset(c, { text, type, version });

/** A style sheet, in the color that its address names. */
export const sheetAsset =
  (sheet: Sheet): Handler =>
  (c) => {
    const accent = accentNamed(c.req.query("accent") ?? "");
    return answerAsset(c, { text: sheet.textIn(accent), type: "text/css", version: sheet.versionIn(accent) });
  };
