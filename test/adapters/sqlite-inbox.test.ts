import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteDatabase } from "../../adapters/sqlite-database.ts";
import { SQLITE_INBOX_TABLE, sqliteInbox } from "../../adapters/sqlite-inbox.ts";
import { mailerContract, outgoingMail } from "../contracts/mailer-contract.ts";
import { T0, vendorId } from "../make.ts";

function openInbox() {
  const db = openSqliteDatabase({ file: ":memory:", migrations: [SQLITE_INBOX_TABLE] });
  onTestFinished(() => db.close());
  return sqliteInbox(db, () => T0);
}

const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

describe("the built-in inbox as a mailer", () => {
  mailerContract(async () => {
    const inbox = openInbox();
    const received = () =>
      inbox
        .messages({ limit: 100 })
        .toReversed()
        .map((message) => ({ ...message, headers: lowerCase(message.headers) }));
    return { mailer: inbox, received };
  });

  test("keeps the first of two mails with one key, also when they come at once", async () => {
    const inbox = openInbox();
    const outcomes = await Promise.all(
      ["First", "Second"].map((subject) => inbox.send(outgoingMail({ subject }))),
    );
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(inbox.messages({ limit: 10 }).map(({ subject }) => subject)).toEqual(["First"]);
  });

  test.each(["gone@nowhere.invalid", "gone@mail.NOWHERE.Invalid", "gone@invalid", "gone@nowhere.invalid."])(
    "%s can never exist: it bounces and is not kept",
    async (email) => {
      const inbox = openInbox();
      const outcome = await inbox.send(outgoingMail({ to: { name: "Gone", email } }));
      expect(outcome).toMatchObject({ kind: "bounced", reason: expect.stringContaining(email) });
      expect(inbox.messages({ limit: 10 })).toEqual([]);
    },
  );

  test("does not bounce a domain that only looks like one", async () => {
    const inbox = openInbox();
    const to = { name: "Jonas", email: "jonas@notinvalid" };
    expect(await inbox.send(outgoingMail({ to }))).toMatchObject({ kind: "sent" });
  });
});

async function filledInbox() {
  const inbox = openInbox();
  for (const number of [1, 2, 3, 4]) {
    const vendor = vendorId(number === 3 ? "other" : "acme");
    await inbox.send(outgoingMail({ key: `k${number}`, vendor, subject: `Mail ${number}` }));
  }
  return inbox;
}
const subjects = (messages: readonly { subject: string }[]) => messages.map(({ subject }) => subject);

describe("reading the inbox", () => {
  test("lists the newest first", async () => {
    const inbox = await filledInbox();
    expect(subjects(inbox.messages({ limit: 3 }))).toEqual(["Mail 4", "Mail 3", "Mail 2"]);
  });

  test("goes on after the last one of a page", async () => {
    const inbox = await filledInbox();
    const after = inbox.messages({ limit: 2 }).at(-1)?.id;
    expect(subjects(inbox.messages({ limit: 5, after }))).toEqual(["Mail 2", "Mail 1"]);
  });

  test("shows one vendor only its own", async () => {
    const inbox = await filledInbox();
    const other = vendorId("other");
    const [theirs] = inbox.messages({ vendor: other, limit: 5 });
    expect(subjects(inbox.messages({ vendor: other, limit: 5 }))).toEqual(["Mail 3"]);
    expect(inbox.message(theirs?.id ?? "", other)).toEqual(theirs);
    expect(inbox.message(theirs?.id ?? "", vendorId("acme"))).toBeNull();
  });

  test("gives one message whole", async () => {
    const inbox = openInbox();
    await inbox.send(outgoingMail({ headers: { "List-Id": "<acme>" } }));
    const [message] = inbox.messages({ limit: 1 });
    expect(inbox.message(message?.id ?? "")).toEqual({
      id: message?.id,
      to: "jonas@weber.example",
      subject: "Sign the partner agreement",
      text: outgoingMail().text,
      html: outgoingMail().html,
      headers: {
        From: "Acme Partners <partners@acme.example>",
        To: "Jonas Weber <jonas@weber.example>",
        "Reply-To": "petra.manager@acme.example",
        "Message-ID": "<acme.k3j5h2g8=2F4.1.0@acme.example>",
        "List-Id": "<acme>",
      },
      sentAt: T0,
    });
  });

  test.each(["0", "99", "-1", "x", "1 OR 1=1", ""])("has no message %j", async (id) => {
    expect((await filledInbox()).message(id)).toBeNull();
  });
});
