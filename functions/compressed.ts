import type { Context, MiddlewareHandler } from "hono";

/** Below this, what is saved is not worth the work. */
const LEAST = 1024;
const TEXT = /^(?:text\/|application\/(?:json|[\w.-]+\+json))/;

const takesGzip = (c: Context): boolean =>
  (c.req.header("Accept-Encoding") ?? "")
    .split(",")
    .some((one) => /^\s*gzip\s*(?:;\s*q=(?:1|0?\.\d*[1-9])\d*)?\s*$/i.test(one));

const isText = ({ headers }: Response): boolean =>
  TEXT.test(headers.get("Content-Type") ?? "") && !headers.has("Content-Encoding");

const gzip = (bytes: ArrayBuffer): Promise<ArrayBuffer> =>
  new Response(new Response(bytes).body?.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();

/** Pages, styles, scripts and JSON go out compressed to whoever takes that. What is only read has the same validator. */
export const compressed: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method === "HEAD" || !c.res.body || !isText(c.res)) return;
  c.res.headers.append("Vary", "Accept-Encoding");
  if (!takesGzip(c)) return;
  const { status, headers } = c.res;
  const bytes = await c.res.arrayBuffer();
  const isWorthIt = bytes.byteLength >= LEAST;
  if (isWorthIt) {
    headers.set("Content-Encoding", "gzip");
    headers.delete("Content-Length");
    const etag = headers.get("ETag");
    if (etag && !etag.startsWith("W/")) headers.set("ETag", `W/${etag}`);
  }
  const answer = new Response(isWorthIt ? await gzip(bytes) : bytes, { status, headers });
  // Emptied first: what is set over another answer takes on that one's headers.
  c.res = undefined;
  c.res = answer;
};
