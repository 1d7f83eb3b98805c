import { describe, expect, test } from "vitest";
import { contactId } from "../../domain/ids.ts";
import type { Role } from "../../domain/program.ts";
import { ANNA, BEN, DAY, makeDocument, makeStart } from "../make.ts";
import {
  attempt,
  by,
  CARL,
  CARL_AS_NEW,
  completed,
  learn,
  openIn,
  read,
  registration,
  signature,
  signed,
  sit,
  startRun,
  types,
} from "./run.ts";

const NOBODY = contactId("c9");
const handOver = (contact = ANNA, to: typeof CARL_AS_NEW | typeof ANNA = CARL_AS_NEW) =>
  ({ kind: "hand_over", contact, to, note: "Is the right person" }) as const;

/** The sample request with other roles for the two people. */
const withRoles = (first: readonly Role[], second: readonly Role[]) => {
  const roles = [first, second];
  const { people } = makeStart();
  return makeStart({
    people: people.map((item, index) => ({
      ...item,
      contact: { ...item.contact, roles: roles[index] ?? [] },
    })),
  });
};

describe("handing over the contract", () => {
  test("to a new person ends the first one's link and begins a new draft for the other", () => {
    const run = read(startRun());
    const facts = run.do(handOver(), by(ANNA));
    expect(facts).toEqual([
      {
        type: "contact.handed_over",
        stage: "contract",
        from: ANNA,
        to: { id: CARL, locale: "de", timeZone: "Europe/Berlin", roles: ["signatory"], bouncedAt: null },
      },
    ]);
    expect(run.o.links).toEqual({ "c1.contract": 2 });
    expect(run.o.agreement).toEqual({ state: "draft", signatory: CARL });
    expect(run.o.contacts[0]?.roles).toEqual(["primary", "sales"]);
    expect(run.records.get("person/c3")?.value).toEqual(CARL_AS_NEW.person);
    expect(run.effects.filter(({ kind }) => kind === "draft_agreement")).toHaveLength(2);
    run.do({ kind: "send_agreement", signatory: CARL, document: makeDocument() });
    expect(run.mails("contract_step")).toEqual([ANNA, CARL]);
    run.do({ kind: "open_agreement", contact: CARL });
    expect(run.refused(signature(ANNA))).toEqual({ kind: "not_yours" });
    expect(types(run.do(signature(CARL)))).toEqual(["agreement.signed"]);
  });

  test("a second click changes nothing", () => {
    const run = read(startRun());
    run.do(handOver(), by(ANNA));
    expect(run.do(handOver(), by(ANNA))).toEqual([]);
    expect(run.o.contacts).toHaveLength(3);
  });

  test("to a known person adds the role to theirs, and back again ends well", () => {
    const run = openIn("contract");
    run.do(handOver(ANNA, BEN));
    expect(run.o.contacts.map(({ id, roles }) => [id, roles])).toEqual([
      [ANNA, ["primary", "sales"]],
      [BEN, ["technical", "signatory"]],
    ]);
    run.do(handOver(BEN, ANNA));
    expect(run.o.agreement).toEqual({ state: "draft", signatory: ANNA });
  });

  test("is refused by others, to oneself, to or from unknown people, and once it is signed", () => {
    const run = read(startRun());
    expect(run.refused(handOver(BEN))).toEqual({ kind: "not_yours" });
    expect(run.refused(handOver(ANNA, ANNA))).toEqual({ kind: "same_person" });
    expect(run.refused(handOver(NOBODY))).toEqual({ kind: "unknown_contact" });
    expect(run.refused(handOver(ANNA, NOBODY))).toEqual({ kind: "unknown_contact" });
    expect(run.refused({ ...handOver(), note: "" })).toEqual({ kind: "reason_missing" });
    expect(signed(startRun()).refused(handOver())).toEqual({ kind: "already_decided", review: "signed" });
  });

  test("needs no reason from the contact", () => {
    expect(types(read(startRun()).do({ ...handOver(), note: "" }, by(ANNA)))).toEqual([
      "contact.handed_over",
    ]);
  });

  test("is refused between stages, on hold and after the end", () => {
    expect(startRun().refused(handOver())).toEqual({ kind: "stage_not_open", stage: "contract", open: null });
    const run = openIn("contract");
    run.do({ kind: "put_on_hold", note: "Merger" });
    expect(run.refused(handOver())).toEqual({ kind: "on_hold" });
    expect(completed().refused(handOver())).toMatchObject({ kind: "onboarding_closed" });
  });
});

describe("handing over the training", () => {
  test("begins anew what was not finished, with the role, and writes to the other", () => {
    const run = learn(openIn("training"), BEN, "technical");
    run.do(handOver());
    expect(run.o.enrollments).toEqual([
      { state: "enrolled", contact: CARL, track: "sales" },
      expect.objectContaining({ state: "completed", contact: BEN }),
    ]);
    expect(run.o.contacts.at(-1)?.roles).toEqual(["sales"]);
    expect(run.mails("training_step")).toEqual([ANNA, BEN, CARL]);
    expect(run.refused(handOver(BEN))).toEqual({ kind: "not_yours" });
  });

  test("to somebody who has finished the same completes the stage, without one more mail", () => {
    const run = openIn(
      "training",
      startRun({ request: withRoles(["signatory", "sales"], ["technical", "sales"]) }),
    );
    expect(run.o.enrollments).toHaveLength(3);
    learn(learn(run, BEN, "technical"), BEN, "sales");
    expect(types(run.do(handOver(ANNA, BEN)))).toEqual(["contact.handed_over", "stage.completed"]);
    expect(run.mails("training_step")).toEqual([ANNA, BEN]);
  });

  test("by whoever took it for want of a better one gives the place, not a role", () => {
    const run = openIn(
      "training",
      startRun({ request: withRoles(["signatory", "primary", "sales"], ["signatory"]) }),
    );
    run.do(handOver(ANNA, BEN));
    expect(run.o.enrollments.map(({ contact, track }) => [contact, track])).toEqual([
      [BEN, "sales"],
      [BEN, "technical"],
    ]);
    expect(run.o.contacts.find(({ id }) => id === BEN)?.roles).toEqual(["signatory", "sales"]);
  });
});

describe("handing over the certification", () => {
  test("gives the other all attempts, also where none was left", () => {
    const run = openIn("certification");
    for (const [index, wait] of [0, 1, 3].entries()) {
      run.wait(wait * DAY);
      sit(run, { contact: ANNA, track: "sales", attempt: `a${index}` }, false);
    }
    expect(run.o.exams[0]?.state).toBe("exhausted");
    run.do(handOver());
    expect(run.o.exams[0]).toEqual({
      state: "ready",
      contact: CARL,
      track: "sales",
      attempts: 0,
      allowed: 3,
    });
    expect(run.mails("certification_step")).toEqual([ANNA, BEN, CARL]);
  });

  test("is refused while an attempt runs, and by who has passed", () => {
    const run = openIn("certification");
    run.do(attempt(ANNA, "sales", "a1"));
    expect(run.refused(handOver())).toEqual({ kind: "attempt_running", attempt: "a1" });
    sit(run, { contact: BEN, track: "technical", attempt: "b1" });
    expect(run.refused(handOver(BEN))).toEqual({ kind: "not_yours" });
  });
});

describe("handing over the first deal", () => {
  test("makes the other the one who sells", () => {
    const run = openIn("first_deal");
    run.do(handOver());
    expect(run.mails("first_deal_step")).toEqual([ANNA, CARL]);
    expect(run.do(handOver())).toEqual([]);
    run.do({ ...registration(), contact: CARL });
    expect(run.o.deals[0]?.contact).toBe(CARL);
  });

  test("leaves the deals of others as they are", () => {
    const run = openIn("first_deal");
    run.do({ ...registration(), contact: BEN });
    run.do(handOver());
    expect(run.o.deals[0]?.contact).toBe(BEN);
  });
});
test("where nobody has a role the primary contact does the work, or else the first", () => {
  const primary = startRun({ request: withRoles(["signatory"], ["primary"]) });
  expect(openInTraining(primary)).toEqual([BEN, BEN]);
  const first = startRun({ request: withRoles(["signatory"], ["signatory"]) });
  expect(openInTraining(first)).toEqual([ANNA, ANNA]);
});

function openInTraining(run: ReturnType<typeof startRun>) {
  run.do({ kind: "waive_stage", stage: "contract", reason: "administrative", note: "Known" });
  run.do({ kind: "open_stage", stage: "training" });
  return run.o.enrollments.map(({ contact }) => contact);
}
