import { describe, expect, test } from "vitest";
import { disturbances, disturbanceSchema, undergo } from "./disturbances.ts";
import type { Disturbance, Fate } from "./disturbances.ts";
import { jsonReply } from "./wire.ts";

const call = (service: string, operation: string, input = {}) => ({
  caller: "dispatch.0",
  service,
  operation,
  input,
});
const UNHEARD = { kind: "unheard" } as const;

function disturbed(disturbance: Disturbance) {
  const all = disturbances();
  all.add(disturbanceSchema.parse(disturbance));
  return all;
}

describe("a disturbance", () => {
  test("strikes so many calls of one operation, after those it lets through", () => {
    const all = disturbed({
      service: "dynamodb",
      operation: "PutItem|Query",
      after: 1,
      times: 2,
      fate: UNHEARD,
    });
    const met = ["PutItem", "GetItem", "Query", "PutItem", "PutItem"].map((operation) =>
      all.strike("dispatch", call("dynamodb", operation)),
    );
    expect(met).toEqual([null, null, UNHEARD, UNHEARD, null]);
    expect(all.end()).toEqual([2]);
    expect(all.strike("dispatch", call("dynamodb", "PutItem"))).toBeNull();
  });

  test("strikes nobody but the caller it names", () => {
    const all = disturbed({ caller: "tick", service: "states", fate: UNHEARD });
    expect(all.strike("dispatch", call("states", "StartExecution"))).toBeNull();
    expect(all.strike("tick", call("s3", "PutObject"))).toBeNull();
    expect(all.strike("tick", call("states", "StartExecution"))).toEqual(UNHEARD);
  });
});

/** What a call meets with, and what of it was done. */
const meets = async (fate: Fate | null, made = call("dynamodb", "TransactWriteItems")) => {
  const seen: string[] = [];
  const carryOut = async () => {
    seen.push("done");
    return jsonReply(200, {});
  };
  const reply = await undergo(fate, { call: made, carryOut, kill: () => seen.push("killed") }).catch(
    (fault: unknown) => {
      seen.push(String(fault));
      return null;
    },
  );
  return { seen, status: reply?.status, body: reply?.body.toString("utf8") };
};

describe("a call", () => {
  test("that is refused or canceled is not carried out", async () => {
    const refused = await meets({ kind: "refused", code: "SlowDown", message: "" }, call("s3", "PutObject"));
    expect(refused).toMatchObject({ seen: [], status: 503, body: expect.stringContaining("SlowDown") });
    const made = call("dynamodb", "TransactWriteItems", { TransactItems: [{}, {}] });
    const canceled = await meets({ kind: "canceled", code: "TransactionConflict" }, made);
    expect(canceled).toMatchObject({ seen: [], status: 400 });
    expect(JSON.parse(canceled.body ?? "")).toMatchObject({
      CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
    });
  });

  test("whose answer gets lost is carried out, and so is one that its caller does not survive", async () => {
    expect((await meets(null)).seen).toEqual(["done"]);
    expect((await meets({ kind: "unanswered" })).seen).toEqual(["done", expect.stringMatching(/Lost/)]);
    expect((await meets({ kind: "deadly" })).seen).toEqual(["done", "killed", expect.stringMatching(/Lost/)]);
  });
});
