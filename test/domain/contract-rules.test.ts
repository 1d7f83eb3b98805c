import { describe, expect, test } from "vitest";
import { ANNA, BEN, DAY, after, makeDocument, makeStart, T0 } from "../make.ts";
import { makeProgram, makeTemplate } from "../make-program.ts";
import { templateFor } from "../../domain/agreement.ts";
import { contactId } from "../../domain/ids.ts";
import { by, openIn, read, signature, signed, startRun, SYSTEM, types } from "./run.ts";

const uncountersigned = () => {
  const program = makeProgram();
  return startRun({ program: { ...program, contract: { ...program.contract, countersignature: false } } });
};

describe("the agreement", () => {
  test("is sent to the signatory once the stage is open, and not twice", () => {
    const run = openIn("contract");
    const send = { kind: "send_agreement", signatory: ANNA, document: makeDocument() } as const;
    expect(run.do(send)).toEqual([{ type: "agreement.sent", signatory: ANNA, document: makeDocument() }]);
    expect(run.do(send)).toEqual([]);
    expect(run.mails("contract_step")).toEqual([ANNA]);
  });

  test("is not sent when it was drawn up for somebody who handed over meanwhile", () => {
    const run = openIn("contract");
    run.do({ kind: "hand_over", contact: ANNA, to: BEN, note: "" }, by(ANNA));
    expect(run.do({ kind: "send_agreement", signatory: ANNA, document: makeDocument() })).toEqual([]);
    expect(run.o.agreement).toEqual({ state: "draft", signatory: BEN });
  });

  test("is not sent before the stage is open, nor after the onboarding has ended", () => {
    const send = { kind: "send_agreement", signatory: ANNA, document: makeDocument() } as const;
    expect(startRun().do(send)).toEqual([]);
    const over = openIn("contract");
    over.do({ kind: "close", as: "withdrawn", note: "They changed their mind" });
    expect(over.do(send)).toEqual([]);
  });

  test("is opened once, by its signatory only", () => {
    const run = openIn("contract");
    const open = { kind: "open_agreement", contact: ANNA } as const;
    expect(run.refused(open, by(ANNA))).toEqual({ kind: "agreement_not_ready" });
    run.do({ kind: "send_agreement", signatory: ANNA, document: makeDocument() });
    expect(run.refused({ kind: "open_agreement", contact: BEN })).toEqual({ kind: "not_yours" });
    expect(run.refused({ kind: "open_agreement", contact: contactId("c9") })).toEqual({
      kind: "unknown_contact",
    });
    expect(types(run.do(open, by(ANNA)))).toEqual(["agreement.opened"]);
    expect(run.do(open, by(ANNA))).toEqual([]);
  });

  test("cannot be opened while the stage is not open, and says which one is", () => {
    expect(startRun().refused({ kind: "open_agreement", contact: ANNA })).toEqual({
      kind: "stage_not_open",
      stage: "contract",
      open: null,
    });
    expect(openIn("training").refused({ kind: "open_agreement", contact: ANNA })).toEqual({
      kind: "stage_not_open",
      stage: "contract",
      open: "training",
    });
  });
});

describe("signing", () => {
  test("asks for the countersignature within the business days of the program", () => {
    const run = read(startRun());
    const facts = run.do(signature(), by(ANNA));
    expect(facts).toEqual([{ type: "agreement.signed", contact: ANNA, countersignBy: after(3 * DAY) }]);
    expect(run.mails("countersignature_request")).toEqual(["manager"]);
  });

  test("completes the stage at once where no countersignature is asked for", () => {
    const run = read(uncountersigned());
    expect(types(run.do(signature(), by(ANNA)))).toEqual([
      "agreement.signed",
      "agreement.completed",
      "stage.completed",
    ]);
    expect(run.o.agreement).toMatchObject({ state: "completed", signedAt: T0, completedAt: T0 });
  });

  test("keeps evidence of what was said, seen and when", () => {
    const run = openIn("contract");
    run.do({ kind: "send_agreement", signatory: ANNA, document: makeDocument() });
    run.wait(1000).do({ kind: "open_agreement", contact: ANNA });
    run.wait(1000).do({ ...signature(), typedName: "  Anna Schmidt " });
    expect(run.records.get("evidence/agreement")?.value).toEqual({
      typedName: "Anna Schmidt",
      ip: "192.0.2.1",
      userAgent: "test",
      linkId: "l",
      mailId: "m",
      name: "Anna Schmidt",
      email: "a@b.example",
      statement: "I may sign.",
      consent: "I agree.",
      consentVersion: "1",
      locale: "de",
      sentAt: T0,
      openedAt: after(1000),
      signedAt: after(2000),
    });
  });

  test("is the same when it is clicked again", () => {
    const run = signed(startRun());
    expect(run.do(signature(), by(ANNA))).toEqual([]);
    run.do({ kind: "countersign", note: "Welcome" });
    expect(run.do(signature(), by(ANNA))).toEqual([]);
  });

  test.each([
    [{ sha256: "e".repeat(64) }, "agreement_changed"],
    [{ authorized: false }, "not_authorized"],
    [{ consent: false }, "no_consent"],
    [{ typedName: " A " }, "name_missing"],
    [{ contact: BEN }, "not_yours"],
  ])("with %o is refused: %s", (changes, kind) => {
    expect(read(startRun()).refused({ ...signature(), ...changes })).toEqual({ kind });
  });

  test("is refused to somebody else also after it was signed", () => {
    expect(signed(startRun()).refused(signature(BEN))).toEqual({ kind: "not_yours" });
  });

  test("is refused before the agreement was opened", () => {
    const run = openIn("contract");
    run.do({ kind: "send_agreement", signatory: ANNA, document: makeDocument() });
    expect(run.refused(signature())).toEqual({ kind: "agreement_not_opened" });
  });
});

describe("declining", () => {
  const decline = { kind: "decline_agreement", contact: ANNA, note: "The terms do not suit us" } as const;

  test("ends the onboarding, and tells the manager but not the one who declined", () => {
    const run = read(startRun());
    expect(types(run.do(decline, by(ANNA)))).toEqual(["agreement.declined", "onboarding.declined"]);
    expect(run.o.progress).toEqual({ state: "declined", at: T0, during: "contract" });
    expect(run.mails("agreement_declined")).toEqual(["manager"]);
    expect(run.mails("onboarding_closed")).toEqual([]);
    expect(run.do(decline, by(ANNA))).toEqual([]);
    expect(run.refused({ ...decline, contact: BEN })).toEqual({
      kind: "onboarding_closed",
      status: "declined",
    });
  });

  test("needs a reason and an agreement that is not signed", () => {
    expect(read(startRun()).refused({ ...decline, note: " " })).toEqual({ kind: "reason_missing" });
    expect(read(startRun()).refused({ ...decline, contact: BEN })).toEqual({ kind: "not_yours" });
    expect(signed(startRun()).refused(decline)).toEqual({ kind: "already_decided", review: "signed" });
  });
});

describe("countersigning", () => {
  test("completes agreement and stage, once", () => {
    const run = signed(startRun()).wait(DAY);
    expect(types(run.do({ kind: "countersign", note: "Welcome" }))).toEqual([
      "agreement.completed",
      "stage.completed",
    ]);
    expect(run.o.agreement).toMatchObject({ signedAt: T0, completedAt: after(DAY) });
    expect(run.do({ kind: "countersign", note: "Welcome" })).toEqual([]);
  });

  test("is refused without a reason, before the signature, and on hold", () => {
    const run = read(startRun());
    expect(run.refused({ kind: "countersign", note: "" })).toEqual({ kind: "reason_missing" });
    expect(run.refused({ kind: "countersign", note: "Welcome" })).toEqual({ kind: "not_signed" });
    run.do({ kind: "put_on_hold", note: "Wait" });
    expect(run.refused({ kind: "countersign", note: "Welcome" })).toEqual({ kind: "on_hold" });
  });

  test("that is late is told to the manager once, and no more after the stage was waived", () => {
    const late = signed(startRun()).until(after(10 * DAY));
    expect(late.logged("agreement.countersignature_overdue")).toHaveLength(1);
    expect(late.o.agreement).toMatchObject({ late: true });
    expect(late.mails("vendor_overdue")).toEqual(["manager"]);
    expect(late.logged("stage.overdue")).toEqual([]);

    const waived = signed(startRun());
    waived.do({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "Frame contract" });
    expect(waived.until(after(30 * DAY)).logged("agreement.countersignature_overdue")).toEqual([]);
  });

  test("by the copy: whoever hears of the training at once gets no mail of its own", () => {
    const trains = signed(startRun());
    trains.do({ kind: "countersign", note: "Welcome" });
    expect(trains.mails("agreement_copy")).toEqual([]);
    const { people } = makeStart();
    const request = makeStart({
      people: people.map((item, index) =>
        index === 0 ? { ...item, contact: { ...item.contact, roles: ["signatory"] as const } } : item,
      ),
    });
    const salesOnly = startRun({ request, program: makeProgram({ tracks: makeProgram().tracks.slice(1) }) });
    signed(salesOnly).do({ kind: "countersign", note: "Welcome" });
    expect(salesOnly.mails("agreement_copy")).toEqual([ANNA]);
  });
});

test("the first template that fits type and country is taken", () => {
  const french = makeTemplate({ id: "french", countries: ["FR"] });
  const referral = makeTemplate({ id: "referral", partnerTypes: ["referral"] });
  const program = makeProgram({
    contract: { templates: [french, referral], countersignature: false, countersignDays: 1 },
  });
  const partner = { legalName: "P", type: "referral", country: "DE" } as const;
  expect(templateFor(program, partner)?.id).toBe("referral");
  expect(templateFor(program, { ...partner, country: "FR" })?.id).toBe("french");
  expect(templateFor(program, { ...partner, type: "msp" })).toBeUndefined();
  expect(startRun({ program }).do({ kind: "open_stage", stage: "contract" }, SYSTEM)).toHaveLength(1);
});
