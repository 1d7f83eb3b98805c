import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { openSqliteDatabase } from "../../adapters/sqlite-database.ts";
import { SQLITE_INBOX_TABLE, sqliteInbox } from "../../adapters/sqlite-inbox.ts";
import type { SqliteInbox } from "../../adapters/sqlite-inbox.ts";
import type { VendorId } from "../../domain/ids.ts";
import { inboxSite } from "../../local/inbox-site.ts";
import { composeMail } from "../../views/mail/compose-mail.ts";
import { ACME, GLOBEX, T0 } from "../make.ts";
import { sampleMail } from "../views/mail/sample-mail.ts";

const Messages = z.array(
  z.strictObject({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    headers: z.record(z.string(), z.string()),
    sentAt: z.iso.datetime(),
  }),
);

let inbox: SqliteInbox;
let reading: readonly VendorId[] | "all" | "not_allowed" | null;
let site: ReturnType<typeof inboxSite>;

beforeEach(() => {
  inbox = sqliteInbox(openSqliteDatabase({ file: ":memory:", migrations: [SQLITE_INBOX_TABLE] }), () => T0);
  reading = [ACME];
  const allowed = async () =>
    reading === null || reading === "not_allowed" ? reading : { vendors: reading };
  site = inboxSite({ inbox, allowed, baseUrl: "http://127.0.0.1:8080" });
});

const mail = (vendor: VendorId, key: string, name = "Sabine Vogt") =>
  inbox.send({
    key,
    vendor,
    from: "partners@acme.example",
    replyTo: "ines@acme.example",
    to: { name, email: "sabine.vogt@heizwerk.example" },
    ...composeMail("contract_step", sampleMail({ partner: name })),
    headers: { "Auto-Submitted": "auto-generated" },
  });

const get = async (path: string): Promise<Response> => site.request(path);
const listed = async (path = "/inbox/messages") => Messages.parse(await (await get(path)).json());

describe("the inbox as JSON", () => {
  test("lists the mails of the reader's vendors, newest first", async () => {
    for (const key of ["1", "2"]) await mail(ACME, key);
    await mail(GLOBEX, "3");
    expect((await listed()).map(({ id }) => id)).toEqual(["2", "1"]);
    reading = "all";
    expect((await listed()).map(({ id }) => id)).toEqual(["3", "2", "1"]);
    reading = [GLOBEX, ACME];
    expect((await listed("/inbox/messages?limit=2")).map(({ id }) => id)).toEqual(["3", "2"]);
    expect((await listed("/inbox/messages?limit=2&after=2")).map(({ id }) => id)).toEqual(["1"]);
  });

  test("carries the whole mail", async () => {
    await mail(ACME, "1");
    const [message] = await listed();
    expect(message).toMatchObject({ to: "sabine.vogt@heizwerk.example", sentAt: new Date(T0).toISOString() });
    expect(message?.text).toContain(sampleMail().link);
    expect(message?.headers["Reply-To"]).toBe("ines@acme.example");
  });

  test("is closed to others", async () => {
    reading = null;
    const response = await get("/inbox/messages");
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("the inbox as a page", () => {
  test("leads to each mail, and from there to its parts", async () => {
    await mail(ACME, "1", "<script>alert(1)</script>");
    const list = await (await get("/inbox")).text();
    expect(list).toContain('href="/inbox/1"');
    const page = await (await get("/inbox/1")).text();
    expect(page).toContain('src="/inbox/1/html"');
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain("<script>alert");
  });

  test("says that it is empty", async () => {
    expect(await (await get("/inbox")).text()).toContain("No mail yet");
  });

  test("shows the mail in a frame in which nothing runs and links leave it", async () => {
    await mail(ACME, "1");
    const response = await get("/inbox/1/html");
    expect(response.headers.get("content-security-policy")).toMatch(
      /default-src 'none'.*sandbox allow-popups/,
    );
    expect(await response.text()).toContain('<base target="_blank">');
    expect((await get("/inbox/1")).headers.get("content-security-policy")).toContain("frame-src 'self'");
    expect((await get("/inbox")).headers.get("content-security-policy")).not.toContain("frame-src");
  });

  test("pages", async () => {
    for (let at = 1; at <= 51; at++) await mail(ACME, String(at));
    const first = await (await get("/inbox")).text();
    expect(first).toContain('href="/inbox?after=2"');
    expect(await (await get("/inbox?after=2")).text()).toContain('href="/inbox/1"');
  });

  test("is closed to a viewer, whose role it names", async () => {
    await mail(ACME, "1");
    reading = "not_allowed";
    for (const path of ["/inbox", "/inbox/1", "/inbox/1/html", "/inbox/messages"]) {
      const response = await get(path);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain("viewer");
    }
  });

  test("shows nobody's mail to another vendor or to nobody", async () => {
    await mail(ACME, "1");
    reading = [GLOBEX];
    for (const path of ["/inbox/1", "/inbox/1/html", "/inbox/x"]) expect((await get(path)).status).toBe(404);
    reading = null;
    for (const path of ["/inbox", "/inbox/1", "/inbox/1/html"]) {
      const response = await get(path);
      expect(response.status).toBe(401);
      expect(await response.text()).toContain("Sign in first");
    }
  });
});
