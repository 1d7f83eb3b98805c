import { createServer } from "node:net";
import type { SMTPServerOptions } from "smtp-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { smtpMailer } from "../../adapters/smtp-mailer.ts";
import { mailerContract, outgoingMail } from "../contracts/mailer-contract.ts";
import type { MailReceiver } from "../../bench/mail-receiver.ts";
import { mailReceiver } from "../mail-receiver.ts";

/** Short, so that a hanging server does not hold up the tests; what is tested is which answer it gives. */
const SHORT = 250;

function mailerTo({ url }: Pick<MailReceiver, "url">, timeLimitMs?: number) {
  const mailer = smtpMailer(url, timeLimitMs);
  onTestFinished(() => mailer.close());
  return mailer;
}

const reply = (responseCode: number) => Object.assign(new Error(`said ${responseCode}`), { responseCode });
const afterData =
  (answer: (callback: (error?: Error | null) => void) => void): NonNullable<SMTPServerOptions["onData"]> =>
  (stream, _session, callback) => {
    stream.resume();
    stream.on("end", () => answer(callback));
  };

async function sendTo(options: SMTPServerOptions) {
  const receiver = await mailReceiver(options);
  return mailerTo(receiver, SHORT).send(outgoingMail());
}

describe("mail by SMTP", () => {
  mailerContract(async () => {
    const receiver = await mailReceiver();
    return { mailer: mailerTo(receiver), received: () => receiver.received };
  });

  test("uses a connection again", async () => {
    const receiver = await mailReceiver();
    const mailer = mailerTo(receiver);
    for (const key of ["a", "b", "c"]) await mailer.send(outgoingMail({ key }));
    expect(receiver.received).toHaveLength(3);
    expect(receiver.connections()).toBe(1);
  });

  test("makes a new connection after the server hung up on an idle one", async () => {
    const receiver = await mailReceiver();
    const mailer = mailerTo(receiver);
    await mailer.send(outgoingMail({ key: "a" }));
    receiver.hangUp();
    const outcomes = [
      await mailer.send(outgoingMail({ key: "b" })),
      await mailer.send(outgoingMail({ key: "b" })),
    ];
    // The hang-up may be noticed before the next mail or by it; then that one is surely not sent.
    expect(["sent", "not_sent"]).toContain(outcomes[0]?.kind);
    expect(outcomes[1]?.kind).toBe("sent");
  });

  test("sends many at once over few connections", async () => {
    const receiver = await mailReceiver();
    const mailer = mailerTo(receiver);
    const mails = Array.from({ length: 40 }, (_, index) => outgoingMail({ key: `k${index}` }));
    const outcomes = await Promise.all(mails.map((mail) => mailer.send(mail)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["sent"]));
    expect(receiver.received).toHaveLength(40);
    expect(receiver.connections()).toBeLessThanOrEqual(5);
  });

  test("signs in with the user and password of the URL", async () => {
    const seen: unknown[] = [];
    const receiver = await mailReceiver({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, callback) {
        seen.push([username, password]);
        callback(null, { user: username });
      },
    });
    const url = receiver.url.replace("smtp://", "smtp://us%40er:p%2Fw@");
    expect(await mailerTo({ url }).send(outgoingMail())).toMatchObject({ kind: "sent" });
    expect(seen).toEqual([["us@er", "p/w"]]);
  });

  test.each(["", "mail.example.com", "http://mail.example.com", "smtp://"])(
    "refuses %j as its URL",
    (url) => {
      expect(() => smtpMailer(url)).toThrow("SMTP_URL must look like");
    },
  );
});

describe("a mail that is refused for good", () => {
  test("by its recipient's server has bounced, with the reason", async () => {
    const outcome = await sendTo({ onRcptTo: (_to, _session, callback) => callback(reply(550)) });
    expect(outcome).toEqual({ kind: "bounced", reason: expect.stringContaining("said 550") });
  });

  test("for its content has bounced", async () => {
    const outcome = await sendTo({ onData: afterData((callback) => callback(reply(554))) });
    expect(outcome).toEqual({ kind: "bounced", reason: expect.stringContaining("said 554") });
  });
});

describe("a mail that is surely not sent", () => {
  test.each<[string, SMTPServerOptions]>([
    ["is deferred at RCPT", { onRcptTo: (_to, _session, callback) => callback(reply(451)) }],
    ["is deferred after DATA", { onData: afterData((callback) => callback(reply(451))) }],
    ["has its sender refused", { onMailFrom: (_from, _session, callback) => callback(reply(550)) }],
    ["meets a server that greets with 554", { onConnect: (_session, callback) => callback(reply(554)) }],
    ["gets no greeting", { onConnect: () => {} }],
    ["gets no answer to RCPT", { onRcptTo: () => {} }],
  ])("because it %s may be tried again", async (_, options) => {
    expect(await sendTo(options)).toMatchObject({ kind: "not_sent" });
  });

  test("because the password is wrong may be tried again", async () => {
    const receiver = await mailReceiver({
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(reply(535)),
    });
    const url = receiver.url.replace("smtp://", "smtp://user:wrong@");
    expect(await mailerTo({ url }).send(outgoingMail())).toMatchObject({ kind: "not_sent" });
    expect(receiver.received).toEqual([]);
  });

  test("because nobody listens may be tried again", async () => {
    expect(
      await mailerTo({ url: `smtp://127.0.0.1:${await closedPort()}` }).send(outgoingMail()),
    ).toMatchObject({
      kind: "not_sent",
      reason: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("because all connections hang may be tried again", async () => {
    const receiver = await mailReceiver({ onConnect: () => {} });
    const mailer = mailerTo(receiver, SHORT);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => mailer.send(outgoingMail({ key: `k${index}` }))),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["not_sent"]));
  });
});

describe("a mail whose fate is unknown", () => {
  test("has been handed over, but the server never answered", async () => {
    expect(await sendTo({ onData: afterData(() => {}) })).toMatchObject({ kind: "unknown" });
  });

  test("has been handed over, but the connection was lost", async () => {
    const receiver: MailReceiver = await mailReceiver({ onData: afterData(() => receiver.hangUp()) });
    expect(await mailerTo(receiver).send(outgoingMail())).toMatchObject({ kind: "unknown" });
  });

  test("does not keep the next one from being sent", async () => {
    let isFirst = true;
    const receiver = await mailReceiver({
      onData: afterData((callback) => {
        if (!isFirst) callback();
        isFirst = false;
      }),
    });
    const mailer = mailerTo(receiver, SHORT);
    expect(await mailer.send(outgoingMail({ key: "a" }))).toMatchObject({ kind: "unknown" });
    expect(await mailer.send(outgoingMail({ key: "b" }))).toMatchObject({ kind: "sent" });
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: { port: number } = Object(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
