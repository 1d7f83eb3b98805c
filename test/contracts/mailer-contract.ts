import { expect, test } from "vitest";
import type { ReceivedMail } from "../../bench/mail-receiver.ts";
import type { Mailer, OutgoingMail } from "../../domain/world.ts";
import { vendorId } from "../make.ts";

export interface OpenMailer {
  readonly mailer: Mailer;
  /** What arrived, oldest first. */
  readonly received: () => readonly ReceivedMail[];
}

export const outgoingMail = (change: Partial<OutgoingMail> = {}): OutgoingMail => ({
  key: "acme.k3j5h2g8/4.1.0",
  vendor: vendorId("acme"),
  from: "Acme Partners <partners@acme.example>",
  replyTo: "petra.manager@acme.example",
  to: { name: "Jonas Weber", email: "jonas@weber.example" },
  subject: "Sign the partner agreement",
  html: "<p>Hello Jonas, <strong>please sign</strong>.</p>",
  text: "Hello Jonas,\nplease sign.\n",
  headers: {},
  ...change,
});

const HOSTILE_NAMES = [
  `<script>alert("1")</script>`,
  `"Quote" O'Brien, Esq. <root@acme.example>`,
  "Zoë 🚀 Müller-Lüdenscheidt",
  "شركة المثال",
  "שלום \u202Eevil",
  "a".repeat(300),
];

/** What every `Mailer` must do. Each adapter's test file calls this once. */
export function mailerContract(open: () => Promise<OpenMailer>): void {
  test("a mail arrives whole", async () => {
    const { mailer, received } = await open();
    expect(await mailer.send(outgoingMail())).toMatchObject({ kind: "sent" });
    const [mail] = received();
    expect(mail).toMatchObject({ to: "jonas@weber.example", subject: "Sign the partner agreement" });
    expect(mail?.html).toContain("<p>Hello Jonas, <strong>please sign</strong>.</p>");
    expect(mail?.text.replaceAll("\r\n", "\n")).toContain("Hello Jonas,\nplease sign.\n");
    expect(mail?.headers).toMatchObject({
      from: expect.stringContaining("partners@acme.example"),
      "reply-to": "petra.manager@acme.example",
    });
  });

  test("the same key gives the same Message-ID, at the sender's domain", async () => {
    const { mailer, received } = await open();
    const first = await mailer.send(outgoingMail());
    const again = await mailer.send(outgoingMail({ subject: "Again" }));
    expect(again).toEqual(first);
    expect(first).toEqual({ kind: "sent", messageId: "<acme.k3j5h2g8=2F4.1.0@acme.example>" });
    for (const mail of received())
      expect(mail.headers["message-id"]).toBe("<acme.k3j5h2g8=2F4.1.0@acme.example>");
  });

  test("another key gives another Message-ID", async () => {
    const { mailer, received } = await open();
    await mailer.send(outgoingMail());
    await mailer.send(outgoingMail({ key: "acme.k3j5h2g8/4.1.1" }));
    expect(new Set(received().map((mail) => mail.headers["message-id"])).size).toBe(2);
  });

  test("list headers arrive as given", async () => {
    const headers = {
      "List-Unsubscribe":
        "<https://acme.example/u/abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    };
    const { mailer, received } = await open();
    await mailer.send(outgoingMail({ headers }));
    expect(received()[0]?.headers).toMatchObject({
      "list-unsubscribe": headers["List-Unsubscribe"],
      "list-unsubscribe-post": headers["List-Unsubscribe-Post"],
    });
  });

  test.each(HOSTILE_NAMES)("the name %j arrives whole and reaches one recipient", async (name) => {
    const { mailer, received } = await open();
    await mailer.send(outgoingMail({ to: { name, email: "jonas@weber.example" }, subject: `For ${name}` }));
    const [mail] = received();
    expect(mail?.to).toBe("jonas@weber.example");
    expect(mail?.subject).toBe(`For ${name}`);
    expect(mail?.headers["to"]?.replaceAll("\\", "")).toContain(name);
  });

  test("line breaks in a name or a subject begin no header", async () => {
    const { mailer, received } = await open();
    const trick = "Jonas\r\nBcc: victim@else.example\r\n\r\nbody";
    await mailer.send(outgoingMail({ to: { name: trick, email: "jonas@weber.example" }, subject: trick }));
    const [mail] = received();
    expect(received()).toHaveLength(1);
    expect(mail?.headers).not.toHaveProperty("bcc");
    expect(mail?.subject).toBe("Jonas Bcc: victim@else.example body");
  });

  test.each([
    "no address",
    "a@b.example\r\nRCPT TO:<c@d.example>",
    "a@b.example,c@d.example",
    "<a@b.example>",
    "",
  ])("%j is no address: it bounces and nothing is sent", async (email) => {
    const { mailer, received } = await open();
    expect(await mailer.send(outgoingMail({ to: { name: "Jonas", email } }))).toMatchObject({
      kind: "bounced",
    });
    expect(received()).toEqual([]);
  });
}
