import { describe, expect, test } from "vitest";
import { evolve } from "../../domain/evolve.ts";
import { contactId, MANAGER } from "../../domain/ids.ts";
import type { Role } from "../../domain/program.ts";
import { after, ANNA, BEN, DAY, makeDocument } from "../make.ts";
import {
  by,
  CARL,
  CARL_AS_NEW,
  completed,
  openIn,
  read,
  signature,
  signed,
  startRun,
  SYSTEM,
  types,
} from "./run.ts";
import type { Run } from "./run.ts";

const NOBODY = contactId("c9");

const add = (roles: readonly Role[]) =>
  ({ kind: "add_contact", to: { ...CARL_AS_NEW, timeZone: "Asia/Tokyo" }, roles, note: "Joins" }) as const;

describe("adding a person", () => {
  test("before the training: they are enrolled with the others", () => {
    const run = openIn("contract");
    expect(types(run.do(add(["sales"])))).toEqual(["contact.added"]);
    expect(run.o.contacts.at(-1)).toMatchObject({ id: CARL, timeZone: "Asia/Tokyo", roles: ["sales"] });
    expect(run.mails("contract_step")).toEqual([]);
  });

  test("during training or certification: they take part at once", () => {
    const training = openIn("training");
    expect(types(training.do(add(["sales", "technical"])))).toEqual([
      "contact.added",
      "training.enrolled",
      "training.enrolled",
    ]);
    expect(training.mails("training_step")).toEqual([ANNA, BEN, CARL]);
    const certification = openIn("certification");
    expect(types(certification.do(add(["technical"])))).toEqual(["contact.added", "certification.admitted"]);
    expect(certification.mails("certification_step")).toEqual([ANNA, BEN, CARL]);
  });

  test("during the first deal: who sells hears of it", () => {
    const run = openIn("first_deal");
    expect(types(run.do(add(["sales"])))).toEqual(["contact.added"]);
    expect(run.mails("first_deal_step")).toEqual([ANNA, CARL]);
  });

  test("between stages only takes note of them", () => {
    expect(types(startRun().do(add(["sales"])))).toEqual(["contact.added"]);
  });

  test("is refused without a reason and after the end", () => {
    expect(startRun().refused({ ...add(["sales"]), note: "" })).toEqual({ kind: "reason_missing" });
    expect(completed().refused(add(["sales"]))).toMatchObject({ kind: "onboarding_closed" });
  });
});

describe("a link", () => {
  const resend = { kind: "resend_link", contact: ANNA, note: "" } as const;
  const reissue = { kind: "reissue_link", contact: ANNA, note: "Forwarded by mistake" } as const;

  test("resent is the same one, and reissued another", () => {
    const run = read(startRun());
    expect(run.do(resend)).toEqual([{ type: "link.resent", contact: ANNA, stage: "contract" }]);
    expect(run.o.links).toEqual({});
    expect(run.do(reissue)).toEqual([
      { type: "link.reissued", contact: ANNA, stage: "contract", revision: 2 },
    ]);
    run.do(reissue);
    expect(run.o.links).toEqual({ "c1.contract": 3 });
    expect(run.mails("contract_step")).toEqual([ANNA, ANNA, ANNA, ANNA]);
  });

  test("is refused to who has no part in the stage, to strangers, and between stages", () => {
    const run = read(startRun());
    for (const command of [resend, reissue]) {
      expect(run.refused({ ...command, contact: BEN })).toEqual({ kind: "not_yours" });
      expect(run.refused({ ...command, contact: NOBODY })).toEqual({ kind: "unknown_contact" });
      expect(startRun().refused(command)).toMatchObject({ kind: "stage_not_open" });
    }
    expect(run.refused({ ...reissue, note: "" })).toEqual({ kind: "reason_missing" });
  });
});

const bounce = (contact = ANNA) => ({ kind: "record_bounce", contact, email: "3.0.0" }) as const;

const correct = (contact = ANNA) =>
  ({
    kind: "correct_address",
    contact,
    person: { name: "Anna Schmidt", email: "anna@musterhaus.example" },
    renamed: false,
    moved: true,
    note: "Typing error",
  }) as const;

describe("mail that comes back", () => {
  test("is noted once, told to the manager, and stops reminders", () => {
    const run = openIn("training");
    run.do(bounce());
    expect(run.do(bounce())).toEqual([]);
    expect(run.mails("mail_bounced")).toEqual(["manager"]);
    run.until(after(29 * DAY));
    expect(run.logged("stage.reminded").flatMap(({ contacts }) => contacts)).not.toContain(ANNA);
    expect(run.logged("stage.reminded").flatMap(({ contacts }) => contacts)).toContain(BEN);
  });

  test("is not answered with more mail to the same address", () => {
    const run = signed(startRun());
    run.do(bounce());
    run.do({ kind: "countersign", note: "Welcome" });
    run.do({ kind: "open_stage", stage: "training" });
    expect(run.mails("training_step")).toEqual([BEN]);
    run.do(correct());
    expect(run.mails("training_step")).toEqual([BEN, ANNA]);
  });

  test("from the manager is noted, and told to nobody", () => {
    const run = openIn("contract");
    expect(types(run.do(bounce(MANAGER)))).toEqual(["email.bounced"]);
    expect(run.mails("mail_bounced")).toEqual([]);
    expect(types(run.do(correct(MANAGER)))).toEqual(["contact.address_corrected"]);
  });

  test("from strangers is refused", () => {
    expect(openIn("contract").refused(bounce(NOBODY))).toEqual({ kind: "unknown_contact" });
  });

  test("ends with a corrected address: the step's mail goes out again", () => {
    const run = read(startRun());
    run.do(bounce());
    run.wait(DAY).do(correct());
    expect(run.o.contacts[0]?.bouncedAt).toBeNull();
    expect(run.records.get("person/c1")?.value).toEqual(correct().person);
    expect(run.mails("contract_step")).toEqual([ANNA, ANNA]);
  });

  test("ends, with the old address, the link that was sent there", () => {
    const run = read(startRun());
    run.do(correct());
    expect(run.o.links).toEqual({ "c1.contract": 2 });
    run.do({ ...correct(), moved: false });
    run.do(correct(BEN));
    run.do(correct(MANAGER));
    expect(run.o.links).toEqual({ "c1.contract": 2 });
    const between = startRun();
    between.do(correct());
    expect(between.o.links).toEqual({});
  });

  test("from an address that was corrected since says nothing about the new one", () => {
    const run = openIn("training");
    const sentAt = run.now;
    run.wait(DAY).do(correct());
    const correctedAt = run.now;
    run.wait(DAY);
    expect(run.do({ ...bounce(), sentAt })).toEqual([]);
    expect(run.do({ ...bounce(BEN), sentAt })).toHaveLength(1);
    expect(run.do({ ...bounce(), sentAt: correctedAt })).toHaveLength(1);
    run.do({ ...correct(), moved: false });
    expect(run.do({ ...bounce(), sentAt: correctedAt })).toHaveLength(1);
    run.do({ ...correct(), moved: false });
    expect(run.do(bounce())).toHaveLength(1);
  });

  test("is believed where the log does not say when the address was corrected, as old logs do", () => {
    const run = openIn("training");
    const old = { type: "contact.address_corrected", contact: ANNA, moved: true, redraft: false } as const;
    const [anna] = evolve(run.o, old, run.now).contacts;
    expect(anna).toEqual(run.o.contacts[0]);
  });

  test("a correction is refused without a reason, for strangers and after the end", () => {
    const run = openIn("contract");
    expect(run.refused({ ...correct(), note: "" })).toEqual({ kind: "reason_missing" });
    expect(run.refused(correct(NOBODY))).toEqual({ kind: "unknown_contact" });
    expect(completed().refused(correct())).toMatchObject({ kind: "onboarding_closed" });
  });
});

const rename = (contact = ANNA) => ({ ...correct(contact), renamed: true, moved: false }) as const;
const drafts = ({ effects }: Run) => effects.filter(({ kind }) => kind === "draft_agreement").length;

describe("another name of the signatory", () => {
  test("has the agreement drawn up anew while nobody has signed it", () => {
    const run = read(startRun());
    const [corrected] = run.wait(DAY).do(rename());
    expect(corrected).toMatchObject({ redraft: true });
    expect(run.o.agreement).toEqual({ state: "draft", signatory: ANNA, redraftedAt: run.now });
    expect(drafts(run)).toBe(2);
    expect(run.mails("contract_step")).toEqual([ANNA]);
    expect(run.refused(signature(), by(ANNA))).toEqual({ kind: "agreement_not_opened" });
  });

  test("voids a document that was being made with the name before", () => {
    const run = openIn("contract");
    const before = { kind: "send_agreement", signatory: ANNA, document: makeDocument() } as const;
    run.do(rename());
    expect(run.do(before, SYSTEM)).toEqual([]);
    expect(drafts(run)).toBe(2);
    expect(types(run.do({ ...before, redraftedAt: run.now }, SYSTEM))).toEqual(["agreement.sent"]);
    expect(run.mails("contract_step")).toEqual([ANNA]);
  });

  test("changes nothing that is signed, or that somebody else signs", () => {
    const done = signed(startRun());
    done.do(rename());
    expect(done.o.agreement.state).toBe("signed");
    const other = read(startRun());
    other.do(rename(BEN));
    expect(other.o.agreement.state).toBe("opened");
    const later = openIn("training");
    later.do(rename());
    expect(later.o.agreement.state).toBe("completed");
    expect([done, other, later].map(drafts)).toEqual([1, 1, 1]);
  });
});
