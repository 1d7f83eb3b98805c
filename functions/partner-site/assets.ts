import type { Context, Handler } from "hono";
import { parseVendorId } from "../../domain/ids.ts";
import { brandSheet } from "../../views/brand-sheet.ts";
import { fingerprint } from "../../views/fingerprint.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";

interface Asset {
  readonly text: string;
  readonly type: "text/css" | "text/javascript" | "image/svg+xml";
  /** How long it may be kept without asking, in seconds. */
  readonly maxAge: number;
}

function answer(c: Context, { text, type, maxAge }: Asset): Response {
  const etag = `"${fingerprint(text)}"`;
  const headers = { ETag: etag, "Cache-Control": `public, max-age=${maxAge}` };
  if (c.req.header("If-None-Match") === etag) return c.body(null, 304, headers);
  return c.body(text, 200, { ...headers, "Content-Type": `${type}; charset=utf-8` });
}

/** One of our own texts; pages name it with its fingerprint, so it may be kept for a day. */
export const asset =
  (text: string, type: Asset["type"]): Handler =>
  (c) =>
    answer(c, { text, type, maxAge: 86_400 });

/** `/assets/brand/<vendor id>.css` */
export const brandAsset =
  ({ vendors }: PartnerSiteDeps): Handler =>
  async (c) => {
    const id = parseVendorId((c.req.param("file") ?? "").replace(/\.css$/, ""));
    const vendor = id && (await vendors.get(id));
    // An unknown vendor gets the sheet of nobody: which vendors there are is not told.
    const text = vendor ? brandSheet(vendor.brand.accent) : "";
    return answer(c, { text, type: "text/css", maxAge: 300 });
  };
