import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answers } from "../../domain/commands.ts";
import { ACME, GLOBEX, makeCommit, makeInbox, makeOnboarding, makePerson } from "../make.ts";
import { type OpenStores, saveNext, type Stores } from "./stores.ts";

const first = makeOnboarding();

/** The rows beside the state that every `Onboardings` keeps. */
export function recordsContract(open: OpenStores): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(() => stores.close());

  describe("the inbox", () => {
    test("keeps the webhook that started it and what it was answered", async () => {
      await stores.onboardings.save(makeCommit(first, { inbox: makeInbox(first, "msg_1") }));
      await stores.reopen();
      expect(await stores.onboardings.inbox(ACME, "msg_1")).toEqual(makeInbox(first, "msg_1"));
      expect(await stores.onboardings.inbox(GLOBEX, "msg_1")).toBeNull();
    });

    test("acknowledges a later webhook once, also at once", async () => {
      await saveNext(stores, first);
      const row = makeInbox(first, "msg_2");
      const { onboardings } = stores;
      const taken = await Promise.all([onboardings.acknowledge(row), onboardings.acknowledge(row)]);
      expect(taken.toSorted()).toEqual([false, true]);
      expect(await onboardings.inbox(ACME, "msg_2")).toEqual(row);
      expect((await onboardings.load(first.id))?.rev).toBe(1);
    });

    test("acknowledges nothing for an onboarding that is not there", async () => {
      await expect(stores.onboardings.acknowledge(makeInbox(first, "msg_1"))).rejects.toBeInstanceOf(Error);
      expect(await stores.onboardings.inbox(ACME, "msg_1")).toBeNull();
    });
  });

  describe("records", () => {
    test("come with commits, are replaced by key and read by kind", async () => {
      await saveNext(stores, first, {
        records: [makePerson("c1", "anna@a.example"), makePerson("manager", "pia@acme.example", "Pia")],
      });
      await saveNext(stores, first, { records: [makePerson("c1", "anna@b.example")] });
      await stores.reopen();
      const { onboardings } = stores;
      expect(await onboardings.record(first.id, "person", "c1")).toEqual({
        name: "Anna Schmidt",
        email: "anna@b.example",
      });
      expect(Object.keys(await onboardings.records(first.id, "person")).toSorted()).toEqual([
        "c1",
        "manager",
      ]);
      expect(await onboardings.record(first.id, "person", "c10")).toBeNull();
      expect(await onboardings.record(first.id, "note", "c1")).toBeNull();
    });

    test("are written outside a commit, which leaves the log alone", async () => {
      await saveNext(stores, first);
      const value = { questions: [{ id: "q1", options: ["b", "a"] }], answers: { q1: ["a"] } };
      await stores.onboardings.putRecord(first.id, { kind: "attempt", key: "att1", value });
      expect(await stores.onboardings.record(first.id, "attempt", "att1")).toEqual(value);
      expect((await stores.onboardings.load(first.id))?.rev).toBe(1);
    });

    test("keep every answer of an exam that is saved at the same time as others", async () => {
      await saveNext(stores, first);
      const { onboardings } = stores;
      const questions = ["q1", "q2", "q3", "q4"].map((id) => ({ id, options: ["b", "a"] }));
      const value = { questions, answers: { q3: ["b"] } };
      await onboardings.putRecord(first.id, { kind: "attempt", key: "att1", value });
      const save = (answers: Answers) => onboardings.saveAnswers(first.id, { attempt: "att1", answers });
      await Promise.all([save({ q1: ["a"], q4: ["b"] }), save({ q2: ["a", "b"] })]);
      await save({ q3: [], q4: ["a"] });
      await save({});
      await stores.reopen();
      expect(await stores.onboardings.record(first.id, "attempt", "att1")).toEqual({
        questions,
        answers: { q1: ["a"], q2: ["a", "b"], q3: [], q4: ["a"] },
      });
    });

    test("take no answer for an attempt that is not there", async () => {
      const answer = { attempt: "att1", answers: { q1: ["a"] } };
      await expect(stores.onboardings.saveAnswers(first.id, answer)).rejects.toBeInstanceOf(Error);
      await saveNext(stores, first);
      await expect(stores.onboardings.saveAnswers(first.id, answer)).rejects.toBeInstanceOf(Error);
      expect(await stores.onboardings.record(first.id, "attempt", "att1")).toBeNull();
    });

    test("are never written for an onboarding that is not there", async () => {
      const write = makePerson("c1", "anna@a.example");
      await expect(stores.onboardings.putRecord(first.id, write)).rejects.toBeInstanceOf(Error);
      expect(await stores.onboardings.record(first.id, "person", "c1")).toBeNull();
    });
  });
}
