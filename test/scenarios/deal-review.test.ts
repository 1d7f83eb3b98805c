import { expect, test } from "vitest";
import { expectPage, formTo } from "../../cli/partner-robot.ts";
import { DAY, HOUR, time, useWorld } from "./harness.ts";
import {
  act,
  begin,
  decideDeal,
  happened,
  INES,
  log,
  look,
  openStep,
  receives,
  receivesAgain,
  registerDeal,
  SABINE,
  sees,
  skipTo,
  standsAt,
  wordsOf,
} from "./story.ts";
import type { Run } from "./story.ts";

const world = useWorld();

async function beforeTheDeal(): Promise<Run> {
  const run = await begin(world());
  await skipTo(run, "first_deal");
  return run;
}

test("a deal that is sent back opens the named fields only, and is approved once corrected", async () => {
  const run = await beforeTheDeal();
  const visited = await registerDeal(run);
  await receives(run, INES, "deal_review_request");
  await decideDeal(run, "action_required", {
    fields: ["value", "targetCloseDate"],
    note: "Is the value for one year?",
  });
  const mail = await receives(run, SABINE, "deal_action_required");
  expect(mail.text).toContain("Is the value for one year?");
  expect((await look(run)).deal?.review_status).toBe("action_required");

  const { client, link } = visited;
  const page = expectPage(await client.get(`${link.path}/deal/correct`));
  expect(wordsOf(page)).toContain("Is the value for one year?");
  const form = formTo(page, /deal\/correct$/);
  expect(form.fields.map(({ name }) => name)).toEqual(["value", "targetCloseDate"]);
  expect((await client.submit(page, form, { value: "a lot" })).status).toBe(422);
  // A field that is not open stays as it was, whoever sends it.
  const values = { value: "52000", customerName: "Somebody Else" };
  expectPage(await client.submit(page, form, values));
  expectPage(await client.submit(page, form, values));
  expect(await happened(run, "deal_registration.resubmitted")).toHaveLength(1);
  await receivesAgain(run, INES, { kind: "deal_review_request", count: 2 });

  await decideDeal(run, "approve");
  await standsAt(run, { status: "completed" });
  const { deal } = await look(run);
  expect(deal).toMatchObject({ number: 1, review_status: "approved" });
  expect(deal?.customerName).toContain("Stahlbau");
  await receives(run, SABINE, "onboarding_completed");
});

test("a deal that is rejected with a reason makes room for another", async () => {
  const run = await beforeTheDeal();
  await registerDeal(run);
  await decideDeal(run, "reject", { note: "This customer is ours already." });
  const mail = await receives(run, SABINE, "deal_rejected");
  expect(mail.text).toContain("This customer is ours already.");
  const visited = await openStep(run, SABINE, "first_deal");
  const page = expectPage(await visited.client.get(`${visited.link.path}/deal/new`));
  await registerDeal(run, { customerName: "Vollkommen Neu AG", customerDomain: "" }, { ...visited, page });
  await decideDeal(run, "approve");
  await standsAt(run, { status: "completed" });
  expect((await look(run)).deal).toMatchObject({ number: 2, review_status: "approved" });
});

test("a possible duplicate is shown with its rule, and the partner can appeal", async () => {
  const first = await beforeTheDeal();
  await registerDeal(first, { customerName: "Nordlicht Logistik GmbH", customerDomain: "nordlicht.example" });
  const second = await beforeTheDeal();
  const sabine = await registerDeal(second, {
    customerName: "NORDLICHT-Logistik",
    customerDomain: "https://www.nordlicht.example/",
  });
  const { data } = await sees(second, "deal_registration.submitted");
  expect(data["duplicates"]).toEqual([{ rule: "same_domain", record: `${first.id}#1` }]);
  // Whose the other deal is, is the vendor's to know.
  expect(sabine.page.body).not.toContain(first.id);

  const appeal = expectPage(await sabine.client.get(`${sabine.link.path}/deal/appeal`));
  const send = (note: string) => sabine.client.submit(appeal, formTo(appeal, /appeal$/), { note });
  expect((await send("")).status).toBe(422);
  expectPage(await send("Another site of the same group, with its own budget."));
  expectPage(await send("Another site of the same group, with its own budget."));
  expect(await happened(second, "deal_registration.appealed")).toHaveLength(1);

  const client = await world().signIn();
  const page = expectPage(await act(second, "view_deal", { client }));
  expect(page.body).toContain(first.id);
  expect(page.body).toContain("Another site of the same group, with its own budget.");
});

test("a vendor who is late is reminded, and the partner gets the time back", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await beforeTheDeal();
  const { deadline } = await look(run);
  await registerDeal(run);
  const { at } = await sees(run, "deal_registration.submitted");
  await pass(3 * DAY - HOUR);
  expect(await happened(run, "deal_registration.review_overdue")).toEqual([]);
  await pass(2 * HOUR);
  await receives(run, INES, "vendor_overdue");
  await standsAt(run, { status: "action_required" });

  await pass(7 * DAY);
  await decideDeal(run, "action_required", { fields: ["need"] });
  const { data, at: decidedAt } = await sees(run, "stage.deadline_extended");
  expect(data).toMatchObject({ stage: "first_deal", cause: "vendor_time" });
  const waited = Date.parse(decidedAt) - Date.parse(at);
  expect(waited).toBeGreaterThan(9 * DAY);
  expect(Date.parse((await look(run)).deadline ?? "")).toBe(Date.parse(deadline ?? "") + waited);
  await standsAt(run, { status: "in_progress" });
});

test("what changed after the vendor's look cannot be decided unread", async () => {
  const run = await beforeTheDeal();
  await registerDeal(run);
  const client = await world().signIn();
  expectPage(await act(run, "view_deal", { client }));
  const read = expectPage(await client.get(`/console/runs/${run.id}?act=review_deal`));
  const decide = formTo(read, /review_deal$/);

  expectPage(await act(run, "review_deal", { values: { decision: "action_required", fields: "value" } }));
  const { client: browser, link } = await openStep(run, SABINE, "first_deal");
  const page = expectPage(await browser.get(`${link.path}/deal/correct`));
  expectPage(await browser.submit(page, formTo(page, /correct$/), { value: "99000" }));
  const before = await log(run);
  const late = await client.submit(read, decide, { decision: "approve", note: "As read this morning." });
  expect(late.status).toBe(409);
  expect(await log(run)).toEqual(before);
});
