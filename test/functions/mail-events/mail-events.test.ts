import { describe, expect, test } from "vitest";
import { mailTags, readMailTags } from "../../../adapters/mail-tags.ts";
import { mailEvents } from "../../../functions/mail-events/mail-events.ts";
import { parseMailEvent } from "../../../functions/mail-events/mail-event.ts";
import { ANNA, HOUR, T0 } from "../../make.ts";
import { atContractMail, type Work } from "../open-work.ts";

const BOUNCE = {
  bounceType: "Permanent",
  bounceSubType: "General",
  bouncedRecipients: [{ emailAddress: "jonas@weber.example", status: "5.1.1" }],
};
const COMPLAINT = {
  complaintFeedbackType: "abuse",
  complainedRecipients: [{ emailAddress: "jonas@weber.example" }],
};

interface Told {
  readonly sentAt?: number;
  readonly [part: string]: unknown;
}

/** What SES puts on the event bus about a mail of ours, which it took at T0 unless it is said. */
function eventOf(type: string, key: string, { sentAt = T0, ...detail }: Told = {}) {
  const { onboarding, effect } = mailTags(key);
  const mail = {
    timestamp: new Date(sentAt).toISOString(),
    messageId: "0100018c",
    destination: ["jonas@weber.example"],
    tags: { onboarding: [onboarding], effect: [effect], "ses:configuration-set": ["partner-mail"] },
  };
  return { source: "aws.ses", "detail-type": type, detail: { mail, ...detail } };
}

const died = () => Promise.reject(new Error("died"));

async function hear(work: Work, event: unknown) {
  const mail = parseMailEvent(event, readMailTags);
  const { store, change, clock } = work;
  return mail && mailEvents({ effects: store.effects, change, clock })(mail.onboarding)(mail);
}

const bouncesOf = async (work: Work) => {
  const commits = await work.store.onboardings.commits(work.id, 0, 100);
  return commits.flatMap(({ events }) => events).filter(({ event }) => event.type === "email.bounced");
};

/** At the contract's mail, with this answer of the mailer to it. */
async function sent(kind: "sent" | "unknown" = "sent") {
  const work = await atContractMail();
  work.relay.answer = async () =>
    kind === "sent" ? { kind, messageId: "<m>" } : { kind, reason: "no answer" };
  await work.dispatch();
  const row = await work.effect("mail", "contract_step");
  return { work, row, key: `${work.id}/${row.key}` };
}

describe("that a mail was taken or delivered", () => {
  test.each(["Email Sent", "Email Delivered"])("settles one of unknown fate (%s)", async (type) => {
    const { work, key } = await sent("unknown");
    expect(await hear(work, eventOf(type, key))).toBe("settled");
    expect(await work.effect("mail", "contract_step")).toMatchObject({ state: "done", outcome: "0100018c" });
    work.pass(HOUR);
    await work.dispatch();
    expect(work.mails).toHaveLength(1);
  });

  test("settles one whose sender died while it was under way", async () => {
    const work = await atContractMail();
    const { key } = await work.effect("mail", "contract_step");
    await work.store.effects.claim(work.id, key, work.clock(), work.clock());
    expect(await hear(work, eventOf("Email Sent", `${work.id}/${key}`))).toBe("settled");
    await work.dispatch();
    expect(work.mails).toHaveLength(0);
  });

  test("changes nothing about one that is known to be sent, nor about one that was not", async () => {
    const { work, row, key } = await sent();
    expect(await hear(work, eventOf("Email Delivered", key))).toBe("known");
    expect(await work.effect("mail", "contract_step")).toEqual(row);
    const unsent = await atContractMail();
    const due = await unsent.effect("mail", "contract_step");
    expect(await hear(unsent, eventOf("Email Delivered", `${unsent.id}/${due.key}`))).toBe("known");
    expect(await unsent.effect("mail", "contract_step")).toEqual(due);
  });
});

describe("that a mail came back for good, or was called spam", () => {
  test.each([
    ["Email Bounced", { bounce: BOUNCE }, "bounced: General 5.1.1"],
    ["Email Complaint Received", { complaint: COMPLAINT }, "bounced: marked as spam (abuse)"],
  ])(
    "is written into the log once, and shown as a failure without the address (%s)",
    async (type, detail, error) => {
      const { work, key, row } = await sent();
      expect(await hear(work, eventOf(type, key, detail))).toBe("bounced");
      expect(await hear(work, eventOf(type, key, detail))).toBe("known");
      expect(await bouncesOf(work)).toMatchObject([{ event: { email: row.key } }]);
      expect(await work.effect("mail", "contract_step")).toMatchObject({ state: "failed", lastError: error });
      await work.dispatch();
      expect(work.mails.filter(({ key: sentKey }) => sentKey === key)).toHaveLength(1);
    },
  );

  test("after an unknown fate ends the tries", async () => {
    const { work, key } = await sent("unknown");
    await hear(work, eventOf("Email Bounced", key, { bounce: BOUNCE }));
    work.pass(HOUR);
    await work.dispatch();
    expect(work.mails.filter(({ key: sentKey }) => sentKey === key)).toHaveLength(1);
  });

  test("is one bounce, also when its delivery is told of late", async () => {
    const work = await atContractMail();
    await work.dispatch();
    const row = await work.effect("mail");
    const key = `${work.id}/${row.key}`;
    await hear(work, eventOf("Email Bounced", key, { bounce: BOUNCE }));
    expect(await hear(work, eventOf("Email Delivered", key))).toBe("known");
    await hear(work, eventOf("Email Bounced", key, { bounce: BOUNCE }));
    expect(await bouncesOf(work)).toHaveLength(1);
  });

  test("is written into the log also when the mail was given up on before, and the failure stays as it is", async () => {
    const { work, key } = await sent("unknown");
    work.pass(HOUR);
    await work.dispatch();
    const givenUp = await work.effect("mail", "contract_step");
    expect(givenUp.state).toBe("failed");
    expect(await hear(work, eventOf("Email Bounced", key, { bounce: BOUNCE }))).toBe("bounced");
    await hear(work, eventOf("Email Bounced", key, { bounce: BOUNCE }));
    expect(await bouncesOf(work)).toHaveLength(1);
    expect(await work.effect("mail", "contract_step")).toEqual(givenUp);
  });

  test("sends nothing to that address when its hearer dies before the end, and is heard again", async () => {
    const { work, key } = await sent();
    const event = eventOf("Email Bounced", key, { bounce: BOUNCE });
    const dying = { ...work, store: { ...work.store, effects: { ...work.store.effects, giveUp: died } } };
    await expect(hear(dying, event)).rejects.toThrow("died");
    await work.dispatch();
    expect(work.mails.filter(({ key: sentKey }) => sentKey === key)).toHaveLength(1);
    expect(await hear(work, event)).toBe("bounced");
    expect(await bouncesOf(work)).toHaveLength(1);
    expect(await work.effect("mail", "contract_step")).toMatchObject({ state: "failed" });
  });

  test("says nothing about an address that was corrected since", async () => {
    const { work, key } = await sent();
    work.pass(HOUR);
    const person = { name: "Anna Schmidt", email: "anna@musterhaus.example" };
    const note = "Typing error";
    await work.act({ kind: "correct_address", contact: ANNA, person, renamed: false, moved: true, note });
    expect(await hear(work, eventOf("Email Bounced", key, { bounce: BOUNCE }))).toBe("bounced");
    expect(await bouncesOf(work)).toEqual([]);
    await work.dispatch();
    const { key: fresh } = await work.effect("mail", "contract_step");
    const event = eventOf("Email Bounced", `${work.id}/${fresh}`, { bounce: BOUNCE, sentAt: work.clock() });
    await hear(work, event);
    expect(await bouncesOf(work)).toMatchObject([{ event: { email: fresh } }]);
  });
});

describe("that SES gave up on a mail, which says nothing about the address", () => {
  test.each([
    ["Transient", "MailboxFull"],
    ["Undetermined", "Undetermined"],
  ])("is heard and changes nothing (%s)", async (bounceType, bounceSubType) => {
    const { work, row, key } = await sent();
    const event = eventOf("Email Bounced", key, { bounce: { ...BOUNCE, bounceType, bounceSubType } });
    expect(parseMailEvent(event, readMailTags)).toMatchObject({
      kind: "undelivered",
      reason: `${bounceType} ${bounceSubType} 5.1.1`,
    });
    expect(await hear(work, event)).toBe("noted");
    expect(await bouncesOf(work)).toEqual([]);
    expect(await work.effect("mail", "contract_step")).toEqual(row);
  });
});

describe("that SES refused a mail after all", () => {
  test("makes it a failure, once, and says why", async () => {
    const { work, key } = await sent();
    const event = eventOf("Email Rejected", key, { reject: { reason: "Bad content" } });
    expect(await hear(work, event)).toBe("failed");
    expect(await hear(work, event)).toBe("known");
    const row = await work.effect("mail", "contract_step");
    expect(row).toMatchObject({ state: "failed", lastError: "rejected: Bad content" });
    await work.dispatch();
    expect(work.mails).toHaveLength(1);
    expect(await work.store.effects.failed([work.vendor], 10)).toHaveLength(1);
  });
});

describe("an event that is not ours", () => {
  test.each<[string, (id: string) => unknown]>([
    [
      "names another onboarding",
      () => eventOf("Email Bounced", "globex.partner00009/1.0.0", { bounce: BOUNCE }),
    ],
    ["names another effect", (id) => eventOf("Email Bounced", `${id}/999.0.0`, { bounce: BOUNCE })],
    ["names an effect that is no mail", (id) => eventOf("Email Bounced", `${id}/1.0.0`, { bounce: BOUNCE })],
  ])("is ignored: it %s", async (_, make) => {
    const { work } = await sent();
    expect(await hear(work, make(work.id))).toBe("ignored");
    expect(await bouncesOf(work)).toEqual([]);
  });

  test.each<[string, unknown]>([
    ["no tags", { "detail-type": "Email Sent", detail: { mail: { messageId: "m" } } }],
    ["tags that are no ids", eventOf("Email Sent", "<script>/1.0.0")],
    ["another kind", eventOf("Email Opened", "acme.partner00001/1.0.0")],
    ["no detail", { "detail-type": "Email Bounced" }],
    ["nothing at all", null],
  ])("is passed over: it has %s", (_, event) => {
    expect(parseMailEvent(event, readMailTags)).toBeNull();
  });
});

describe("an event about a mail of ours", () => {
  const KEY = "acme.partner00001/1.0.0";

  test.each<[string, Told, object]>([
    ["Email Bounced", { bounce: { bounceType: "Permanent" } }, { kind: "bounced", reason: "General" }],
    [
      "Email Bounced",
      { bounce: { bounceType: "Permanent", bounceSubType: null, bouncedRecipients: [{ status: null }] } },
      { kind: "bounced", reason: "General" },
    ],
    ["Email Complaint Received", {}, { kind: "bounced", reason: "marked as spam (no type)" }],
    [
      "Email Complaint Received",
      { complaint: { complaintFeedbackType: null } },
      { kind: "bounced", reason: "marked as spam (no type)" },
    ],
    ["Email Rejected", {}, { kind: "rejected", reason: "no reason given" }],
    ["Email Rejected", { reject: { reason: null } }, { kind: "rejected", reason: "no reason given" }],
  ])("need not say everything (%s %o)", (type, detail, read) => {
    expect(parseMailEvent(eventOf(type, KEY, detail), readMailTags)).toMatchObject(read);
  });

  test.each<[string, unknown]>([
    ["no bounce", eventOf("Email Bounced", KEY)],
    ["a bounce of no type", eventOf("Email Bounced", KEY, { bounce: { ...BOUNCE, bounceType: null } })],
    ["no type of its own", { ...eventOf("Email Sent", KEY), "detail-type": undefined }],
    [
      "no time",
      eventOf("Email Sent", KEY, { mail: { ...eventOf("Email Sent", KEY).detail.mail, timestamp: "" } }),
    ],
  ])("is a fault when it cannot be read: it has %s", (_, event) => {
    expect(() => parseMailEvent(event, readMailTags)).toThrow("Invalid");
  });
});
