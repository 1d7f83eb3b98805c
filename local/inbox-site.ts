import { Hono } from "hono";
import type { Context, MiddlewareHandler } from "hono";
import type { InboxMessage, SqliteInbox } from "../adapters/sqlite-inbox.ts";
import { instant } from "../domain/ids.ts";
import type { VendorId } from "../domain/ids.ts";
import { asset } from "../functions/asset.ts";
import { problems } from "../functions/problem.ts";
import { securityHeaders } from "../functions/security-headers.ts";
import {
  inboxClosedPage,
  inboxGonePage,
  inboxMailPage,
  inboxNotAllowedPage,
  inboxPage,
} from "../views/inbox/inbox-pages.ts";
import { inboxStyle } from "../views/inbox/inbox-style.ts";
import type { InboxReader } from "./inbox-reader.ts";

export interface InboxSiteDeps {
  readonly inbox: Pick<SqliteInbox, "messages" | "message">;
  readonly allowed: InboxReader;
  readonly baseUrl: string;
}

interface Env {
  Variables: { vendors: readonly VendorId[] | "all" };
}

const PAGE = 50;

/** The mail's own markup: it brings its styles and pictures, and may do nothing but open links elsewhere. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
const FRAME_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const policy =
  (text: string): MiddlewareHandler =>
  async (c, next) => {
    await next();
    c.res.headers.set("Content-Security-Policy", text);
  };

/** Newest first; somebody with several vendors gets them as one. */
function messagesFor(
  inbox: InboxSiteDeps["inbox"],
  vendors: readonly VendorId[] | "all",
  query: { readonly after?: string | undefined; readonly limit: number },
): readonly InboxMessage[] {
  if (vendors === "all") return inbox.messages(query);
  return vendors
    .flatMap((vendor) => inbox.messages({ ...query, vendor }))
    .toSorted((one, other) => Number(other.id) - Number(one.id))
    .slice(0, query.limit);
}

function messageFor(inbox: InboxSiteDeps["inbox"], c: Context<Env>): InboxMessage | null {
  const id = c.req.param("id") ?? "";
  const { vendors } = c.var;
  if (vendors === "all") return inbox.message(id);
  return vendors.map((vendor) => inbox.message(id, vendor)).find((message) => message !== null) ?? null;
}

const limitIn = (c: Context, most: number): number => {
  const asked = Number(c.req.query("limit") ?? PAGE);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : PAGE;
};

// Links of a mail open in a tab of their own: no page of ours lets itself be framed.
const inItsOwnTab = (html: string): string => html.replace("<head>", '<head><base target="_blank">');

/** `/inbox`, only where there is no mail server: what would have been sent, for those who may see it. */
export function inboxSite({ inbox, allowed, baseUrl }: InboxSiteDeps): Hono<Env> {
  const app = new Hono<Env>();
  const answer = problems(baseUrl);
  const guard: MiddlewareHandler<Env> = async (c, next) => {
    const reader = await allowed(c);
    if (!reader && c.req.path === "/inbox/messages") return answer(c, "api_key_required");
    if (!reader) return c.html(inboxClosedPage(), 401);
    if (reader === "not_allowed") return c.html(inboxNotAllowedPage(), 403);
    c.set("vendors", reader.vendors);
    return next();
  };

  app.get("/inbox/style.css", securityHeaders({ baseUrl }), asset(inboxStyle, "text/css"));
  app.use("/inbox/:id", policy(FRAME_POLICY));
  app.use("/inbox/:id/html", policy(MAIL_POLICY));
  app.use("/inbox", securityHeaders({ baseUrl }), guard);
  app.use("/inbox/*", securityHeaders({ baseUrl }), guard);

  app.get("/inbox/messages", (c) => {
    const query = { after: c.req.query("after"), limit: limitIn(c, 1000) };
    const messages = messagesFor(inbox, c.var.vendors, query);
    return c.json(
      messages.map((message) => ({ ...message, sentAt: new Date(message.sentAt).toISOString() })),
    );
  });
  app.get("/inbox", (c) => {
    const found = messagesFor(inbox, c.var.vendors, { after: c.req.query("after"), limit: PAGE + 1 });
    const shown = found.slice(0, PAGE);
    const older = found.length > PAGE ? `/inbox?after=${shown.at(-1)?.id ?? ""}` : null;
    return c.html(inboxPage(shown, { now: instant(Date.now()), older }));
  });
  app.get("/inbox/:id", (c) => {
    const message = messageFor(inbox, c);
    return message ? c.html(inboxMailPage(message, instant(Date.now()))) : c.html(inboxGonePage(), 404);
  });
  app.get("/inbox/:id/html", (c) => {
    const message = messageFor(inbox, c);
    return message ? c.html(inItsOwnTab(message.html)) : c.html(inboxGonePage(), 404);
  });
  return app;
}
