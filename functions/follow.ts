import type { Context, Hono, MiddlewareHandler } from "hono";

/** More of our pages than any answer is sent on through. */
const MOST_HOPS = 5;

const nameOf = (pair: string): string => pair.slice(0, pair.indexOf("="));

/** What a browser would send after it got these. */
function cookiesAfter(sent: string | null, set: readonly string[]): string {
  const pairs = [
    ...(sent ?? "").split(";").filter((pair) => pair.includes("=")),
    ...set.map((line) => line.split(";")[0] ?? ""),
  ];
  return [...new Map(pairs.map((pair) => [nameOf(pair.trim()), pair.trim()])).values()].join("; ");
}

/** Where an answer sends on to, when that is one of our pages. */
function wayOn(answer: Response, pages: string): string | null {
  const location = answer.status === 303 ? answer.headers.get("Location") : null;
  return location?.startsWith(pages) ? location : null;
}

function readOf(c: Context, { path, cookies }: { path: string; cookies: readonly string[] }): Request {
  const headers = new Headers(c.req.raw.headers);
  for (const name of ["Content-Type", "Content-Length", "X-Follow"]) headers.delete(name);
  headers.set("Cookie", cookiesAfter(headers.get("Cookie"), cookies));
  return new Request(new URL(path, c.req.url), { headers });
}

/**
 * A POST with the header `X-Follow`, which would be sent on to a page of this app (its path begins with `pages`), is
 * answered with that page at once: one request instead of two. `Content-Location` says which page it is.
 */
export const follow =
  (app: Pick<Hono, "fetch">, pages: string): MiddlewareHandler =>
  async (c, next) => {
    await next();
    if (c.req.method !== "POST" || !c.req.header("X-Follow")) return;
    const cookies = c.res.headers.getSetCookie();
    let page = c.res;
    let at: string | null = null;
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      const path = wayOn(page, pages);
      if (path === null) break;
      at = path;
      page = await app.fetch(readOf(c, { path, cookies }), c.env);
      cookies.push(...page.headers.getSetCookie());
    }
    if (at === null) return;
    const headers = new Headers(page.headers);
    headers.delete("Set-Cookie");
    for (const line of new Map(cookies.map((one) => [nameOf(one), one])).values()) {
      headers.append("Set-Cookie", line);
    }
    if (wayOn(page, pages) === null) headers.set("Content-Location", at);
    // Emptied first: what is set over another answer takes on that one's headers.
    c.res = undefined;
    c.res = new Response(page.body, { status: page.status, headers });
  };
