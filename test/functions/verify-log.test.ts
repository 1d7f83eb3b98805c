import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OnboardingId } from "../../domain/ids.ts";
import type { RecordWrite } from "../../domain/records.ts";
import { verifyLog } from "../../functions/verify-log.ts";
import { ANNA, makeDealForm, makePerson, testHmac } from "../make.ts";
import { openConsole } from "./ops-console/open-console.ts";
import type { Console } from "./ops-console/open-console.ts";

let console: Console;
let id: OnboardingId;

beforeEach(async () => {
  console = await openConsole();
  id = await console.runWithDeal();
});
afterEach(() => console.close());

const verify = () =>
  verifyLog({ onboardings: console.store.onboardings, hmac: testHmac, anchor: async () => null }, id);

/** As somebody would who can write to the database. */
const tamper = (write: RecordWrite) => console.store.onboardings.putRecord(id, write);

const erase = (kind: string) => {
  const { database } = console.store;
  return database.write(() => database.prepare("DELETE FROM record WHERE kind = ?").run(kind));
};

async function written() {
  const { onboardings } = console.store;
  const [event = ""] = Object.keys(await onboardings.records(id, "note"));
  const evidence = await onboardings.record(id, "evidence", "agreement");
  if (!event || !evidence) throw new Error("a record is missing");
  return { event, evidence };
}

describe("records", () => {
  test("that are as they were written are fine, a deal corrected by its partner too", async () => {
    expect(await verify()).toBeNull();
    const operator = { kind: "operator", operator: "olga" } as const;
    const review = {
      kind: "review_deal",
      decision: "action_required",
      fields: ["value"],
      note: "?",
    } as const;
    await console.tell(id, { kind: "view_deal" }, operator);
    await console.tell(id, review, operator);
    const before = makeDealForm();
    const correction = { contact: ANNA, before, form: { ...before, value: 50_000 }, candidates: [] };
    await console.tell(id, { kind: "correct_deal", ...correction }, { kind: "contact", contact: ANNA });
    expect(await verify()).toBeNull();
    await tamper({ kind: "deal", key: "1", value: before });
    expect(await verify()).toBe("record deal/1 was changed");
  });

  test("that prove something and were changed are named", async () => {
    const { event, evidence } = await written();
    await tamper({ kind: "note", key: event, value: { text: "Something else" } });
    expect(await verify()).toBe(`record note/${event} was changed`);
    await erase("note");
    await tamper({ kind: "evidence", key: "agreement", value: { ...evidence, typedName: "Somebody Else" } });
    expect(await verify()).toBe("record evidence/agreement was changed");
  });

  test("that nobody wrote with a commit are named", async () => {
    await tamper({ kind: "note", key: "1.0", value: { text: "Never said" } });
    expect(await verify()).toBe("record note/1.0 was changed");
  });

  test("may be erased, and people's names and addresses may change", async () => {
    await tamper(makePerson("c1", "anna@neu.example", "Anna Neu"));
    for (const kind of ["note", "evidence", "deal", "person"]) {
      await erase(kind);
      expect(await verify()).toBeNull();
    }
  });
});
