import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OnboardingId } from "../../../domain/ids.ts";
import { ANNA, makeDealForm } from "../../make.ts";
import { makeOperator, openConsole } from "./open-console.ts";
import type { Console } from "./open-console.ts";

let console: Console;
let id: OnboardingId;
const olga = makeOperator("operator");
const other = makeOperator("operator", { id: "other@acme.example" });

beforeEach(async () => {
  console = await openConsole();
  id = await console.runWithDeal();
});
afterEach(() => console.close());

const page = async (who = olga): Promise<string> => (await console.get(`/console/runs/${id}`, who)).text();
const open = (who = olga) => console.post(`/console/runs/${id}/view_deal`, who);
const looks = async (): Promise<number> => {
  const commits = await console.store.onboardings.commits(id, 0, 1000);
  return commits
    .flatMap(({ events }) => events)
    .filter(({ event }) => event.type === "deal_registration.viewed").length;
};
const versionOn = (text: string): string => /name="version" value="([^"]*)"/.exec(text)?.[1] ?? "";
const decide = async (form: Record<string, string | readonly string[]>) =>
  console.post(`/console/runs/${id}/review_deal`, olga, { note: "Good fit", ...form });

describe("a registration under review", () => {
  test("stays closed until it is opened, which the partner sees as a look", async () => {
    expect(await page()).not.toContain("Bergmann");
    expect(await looks()).toBe(0);
    const answer = await open();
    expect(answer.headers.get("location")).toBe(`/console/runs/${id}#deal`);
    expect(await page()).toContain("Bergmann Maschinenbau GmbH");
    await page();
    expect(await looks()).toBe(1);
  });

  test("is read and decided on one page, with one request for each press", async () => {
    const send = async (action: string, form: Record<string, string> = {}) =>
      console.send(`/console/runs/${id}/${action}`, olga, form);
    const opened = await send("view_deal");
    const text = await opened.text();
    expect([opened.status, opened.headers.get("content-location")]).toEqual([
      200,
      `/console/runs/${id}#deal`,
    ]);
    expect(text).toContain("Bergmann Maschinenbau GmbH");
    const wrong = await send("review_deal", { version: versionOn(text), note: "" });
    expect([wrong.status, wrong.headers.get("content-location")]).toEqual([422, null]);
    const decided = { decision: "approve", version: versionOn(text), note: "Good fit" };
    const answer = await send("review_deal", decided);
    expect([answer.status, answer.headers.get("content-location")]).toEqual([200, `/console/runs/${id}`]);
    expect(await answer.text()).toContain("Your decision is on its way to the partner.");
    expect(await looks()).toBe(1);
  });

  test("is opened by each colleague for themselves", async () => {
    await open();
    expect(await page(other)).not.toContain("Bergmann");
    expect(await page(makeOperator("viewer"))).not.toContain("Bergmann");
  });

  test("is approved, and is open to everybody from then on", async () => {
    await open();
    const answer = await decide({ decision: "approve", version: versionOn(await page()) });
    expect(answer.status).toBe(303);
    const stored = await console.store.onboardings.load(id);
    expect(stored?.onboarding.deals[0]).toMatchObject({ review: "approved" });
    expect(await page(makeOperator("viewer"))).toContain("Bergmann");
  });

  test("is sent back with the fields to correct, at least one", async () => {
    await open();
    const version = versionOn(await page());
    const none = await decide({ decision: "action_required", version });
    expect(none.status).toBe(422);
    expect(await none.text()).toContain("Choose at least one field");
    await decide({ decision: "action_required", version, fields: ["value", "need"] });
    const stored = await console.store.onboardings.load(id);
    expect(stored?.onboarding.deals[0]).toMatchObject({
      review: "action_required",
      fields: ["need", "value"],
    });
  });

  test("is not decided by accident: somebody has to choose", async () => {
    await open();
    expect((await decide({ version: versionOn(await page()) })).status).toBe(422);
  });

  test("that was corrected meanwhile is not decided by what was read before", async () => {
    await open();
    const version = versionOn(await page());
    await decide({ decision: "action_required", version, fields: ["value"] });
    await console.tell(
      id,
      {
        kind: "correct_deal",
        contact: ANNA,
        form: makeDealForm({ value: 1 }),
        before: makeDealForm(),
        candidates: [],
      },
      { kind: "contact", contact: ANNA },
    );
    const answer = await decide({ decision: "approve", version });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("The partner changed the registration after you opened it.");
    const stored = await console.store.onboardings.load(id);
    expect(stored?.onboarding.deals[0]).toMatchObject({ review: "submitted" });
    expect(await page()).not.toContain("Bergmann");
  });
});

test("the timeline can be narrowed to looks and decisions, and its counts say how many", async () => {
  await open();
  const text = await (await console.get(`/console/runs/${id}?show=looks&part=log`, olga)).text();
  const count = Number(/id="show-looks"[\s\S]*?num">(\d+)</.exec(text)?.[1]);
  expect(count).toBe(2);
  expect(text.match(/class="entry/g)).toHaveLength(count);
  expect(text).toContain("the partner sees this");
});
