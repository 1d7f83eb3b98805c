import { describe, expect, onTestFinished, test } from "vitest";
import { sesClient, sesMailer } from "../../adapters/ses-mailer.ts";
import { mailTags, readMailTags } from "../../adapters/mail-tags.ts";
import { mailerContract, outgoingMail } from "../contracts/mailer-contract.ts";
import { type Answer, awsClient, loopbackServer } from "../loopback-server.ts";
import { sesFault, sesServer } from "../ses-server.ts";

async function outcomeOf(send: Answer) {
  const server = await sesServer({ send });
  const outcome = await sesMailer({ client: server.client, configurationSet: null }).send(outgoingMail());
  return { outcome, tries: server.asked.length };
}

describe("mail by SES", () => {
  mailerContract(async () => {
    const { client, received } = await sesServer();
    return { mailer: sesMailer({ client, configurationSet: null }), received: () => received };
  });

  test("goes to the one address, through the configuration set, with tags that events bring back", async () => {
    const { client, asked } = await sesServer();
    const mailer = sesMailer({ client, configurationSet: "partner-mail" });
    await mailer.send(outgoingMail({ key: "acme-2.k3j5h2g8/4.1.0" }));
    expect(asked[0]).toMatchObject({
      ConfigurationSetName: "partner-mail",
      "Destinations.member.1": "jonas@weber.example",
      "Tags.member.1.Name": "onboarding",
      "Tags.member.2.Name": "effect",
    });
    const { "Tags.member.1.Value": onboarding = "", "Tags.member.2.Value": effect = "" } = asked[0] ?? {};
    for (const value of [onboarding, effect]) expect(value).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
    expect(readMailTags({ onboarding, effect })).toEqual({ onboarding: "acme-2.k3j5h2g8", effect: "4.1.0" });
  });

  test("tags of different mails are different", () => {
    const keys = ["a.b/1.0.0", "a-b/1.0.0", "a_b/1.0.0", "a_2eb/1.0.0", "a.b/1_0.0"];
    expect(new Set(keys.map((key) => JSON.stringify(mailTags(key)))).size).toBe(keys.length);
  });
});

describe("a mail that SES refuses for good", () => {
  test.each([
    ["MessageRejected", "Address blacklisted."],
    ["InvalidParameterValue", "Domain starts with dot"],
  ])("by %s (%s) has bounced, with the reason", async (name, message) => {
    const { outcome, tries } = await outcomeOf(sesFault(400, name, message));
    expect(outcome).toEqual({ kind: "bounced", reason: expect.stringContaining(message) });
    expect(tries).toBe(1);
  });
});

describe("a mail that is surely not sent", () => {
  test.each([
    [400, "Throttling", "Maximum sending rate exceeded."],
    [400, "Throttling", "Daily message quota exceeded."],
    [400, "AccountSendingPausedException", "paused"],
    [400, "ConfigurationSetSendingPausedException", "paused"],
    [400, "ConfigurationSetDoesNotExist", "no such set"],
    [400, "MessageRejected", "Email address is not verified. The following identities failed the check"],
    [403, "AccessDenied", "not allowed"],
    [500, "InternalFailure", "oh"],
    [503, "ServiceUnavailable", "later"],
  ])("because of %i %s (%s) may be tried again, and is tried once here", async (status, name, message) => {
    const { outcome, tries } = await outcomeOf(sesFault(status, name, message));
    expect(outcome).toEqual({ kind: "not_sent", reason: expect.stringContaining(name) });
    expect(tries).toBe(1);
  });

  test("because nobody listens may be tried again", async () => {
    const client = sesClient(awsClient("http://127.0.0.1:9"));
    onTestFinished(() => client.destroy());
    const outcome = await sesMailer({ client, configurationSet: null }).send(outgoingMail());
    expect(outcome.kind).toBe("not_sent");
  });
});

describe("a mail whose fate is unknown", () => {
  test("was taken, but the connection was reset before the answer", async () => {
    const { outcome, tries } = await outcomeOf((request) => void request.socket.resetAndDestroy());
    expect(outcome.kind).toBe("unknown");
    expect(tries).toBe(1);
  });

  test("was taken, and the answer cannot be read", async () => {
    const { outcome } = await outcomeOf((_request, response) => void response.writeHead(200).end("<Send"));
    expect(outcome.kind).toBe("unknown");
  });

  test("was taken, and SES never answers", async () => {
    const { endpoint, asked } = await sesServer({ send: () => {} });
    const impatient = sesClient({
      ...awsClient(endpoint),
      requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
    });
    onTestFinished(() => impatient.destroy());
    const outcome = await sesMailer({ client: impatient, configurationSet: null }).send(outgoingMail());
    expect(outcome.kind).toBe("unknown");
    expect(asked).toHaveLength(1);
  });
});

const stepMail = (key: string) => outgoingMail({ key, headers: { "X-Onboarding-Mail": "training_step" } });
const otherMail = (key: string) => outgoingMail({ key, headers: { "X-Onboarding-Mail": "reminder" } });

describe("the sending quota", () => {
  test("near its end is kept for the mails that carry a step's link", async () => {
    const { client, received } = await sesServer({
      quota: { max24HourSend: 50, sentLast24Hours: 44, maxSendRate: 1000 },
    });
    const mailer = sesMailer({ client, configurationSet: null });
    expect((await mailer.send(otherMail("a.b/1.0.0"))).kind).toBe("sent");
    expect(await mailer.send(otherMail("a.b/2.0.0"))).toMatchObject({
      kind: "not_sent",
      reason: expect.stringContaining("quota"),
    });
    for (const n of [1, 2, 3, 4, 5]) {
      expect((await mailer.send(stepMail(`a.b/3.0.${n}`))).kind).toBe("sent");
    }
    expect((await mailer.send(stepMail("a.b/4.0.0"))).kind).toBe("not_sent");
    expect(received).toHaveLength(6);
  });

  test("is read once a minute, and again after it", async () => {
    const server = await sesServer();
    let now = 0;
    const mailer = sesMailer({ client: server.client, configurationSet: null, now: () => now });
    for (const later of [0, 30_000, 59_999]) {
      now = later;
      await mailer.send(outgoingMail());
    }
    expect(server.quotaReads).toBe(1);
    now = 60_000;
    await mailer.send(outgoingMail());
    expect(server.quotaReads).toBe(2);
  });

  test("sends at the account's rate, and puts off what would stand in line too long", async () => {
    const { client, received } = await sesServer({
      quota: { max24HourSend: 50_000, sentLast24Hours: 0, maxSendRate: 0.2 },
    });
    const mailer = sesMailer({ client, configurationSet: null, now: () => 0 });
    expect((await mailer.send(outgoingMail({ key: "a.b/1.0.0" }))).kind).toBe("sent");
    const second = mailer.send(outgoingMail({ key: "a.b/2.0.0" }));
    expect(await mailer.send(outgoingMail({ key: "a.b/3.0.0" }))).toMatchObject({
      kind: "not_sent",
      reason: expect.stringContaining("rate"),
    });
    expect(received).toHaveLength(1);
    expect((await second).kind).toBe("sent");
  });

  test("keeps no mail back when the clock is set back", async () => {
    const { client } = await sesServer({
      quota: { max24HourSend: 50_000, sentLast24Hours: 0, maxSendRate: 10 },
    });
    let now = 86_400_000;
    const mailer = sesMailer({ client, configurationSet: null, now: () => now });
    expect((await mailer.send(outgoingMail({ key: "a.b/1.0.0" }))).kind).toBe("sent");
    now = 0;
    expect((await mailer.send(outgoingMail({ key: "a.b/2.0.0" }))).kind).toBe("sent");
  });

  test("that cannot be read keeps no mail back", async () => {
    const endpoint = await loopbackServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      if (body.includes("GetSendQuota")) return sesFault(403, "AccessDenied", "no")(request, response);
      response
        .writeHead(200, { "content-type": "text/xml" })
        .end("<R><SendRawEmailResult><MessageId>m</MessageId></SendRawEmailResult></R>");
    });
    const client = sesClient(awsClient(endpoint));
    onTestFinished(() => client.destroy());
    expect((await sesMailer({ client, configurationSet: null }).send(outgoingMail())).kind).toBe("sent");
  });
});
