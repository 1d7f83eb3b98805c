import { Hono } from "hono";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { SqliteStore } from "../../adapters/sqlite-store.ts";
import type { Operator } from "../../domain/operator.ts";
import { startSession } from "../../functions/console-session.ts";
import { inboxReader } from "../../local/inbox-reader.ts";
import { ACME, makeVendor, T0, testHmac } from "../make.ts";

let store: SqliteStore;
beforeEach(async () => {
  store = openSqliteStore({ file: ":memory:", hmac: testHmac });
  await store.vendors.put(makeVendor({ apiKeyDigests: [testHmac("api_key", "key_of_acme")] }));
});
afterEach(() => store.close());

/** Whose mail somebody reads who comes with these headers. */
async function readerWith(headers: Record<string, string>): Promise<unknown> {
  const deps = { vendors: store.vendors, hmac: testHmac, clock: () => T0, baseUrl: "http://127.0.0.1:8080" };
  const app = new Hono();
  app.get("/reader", async (c) => c.json(await inboxReader(deps)(c)));
  app.get("/session/:role", (c) => {
    startSession(c, deps, { ...OLGA, role: c.req.param("role") === "viewer" ? "viewer" : "operator" });
    return c.body(null);
  });
  const role = headers["role"];
  const session = role ? await app.request(`/session/${role}`) : null;
  const cookie = session?.headers.get("set-cookie")?.split(";")[0] ?? "";
  return (await app.request("/reader", { headers: { ...headers, cookie } })).json();
}

const OLGA: Operator = { id: "olga", name: "Olga", role: "operator", vendors: [ACME] };

test("an operator reads the mail of their vendors, an API key that of its own", async () => {
  expect(await readerWith({ role: "operator" })).toEqual({ vendors: [ACME] });
  expect(await readerWith({ authorization: "Bearer key_of_acme" })).toEqual({ vendors: [ACME] });
});

test("a viewer reads none, for mails hold links that act; nor does a stranger", async () => {
  expect(await readerWith({ role: "viewer" })).toBe("not_allowed");
  expect(await readerWith({ authorization: "Bearer key_of_nobody" })).toBeNull();
});
