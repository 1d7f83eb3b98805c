import { expect, test } from "vitest";
import { expectPage, formTo } from "../../cli/partner-robot.ts";
import { DAY, HOUR, time, useWorld } from "./harness.ts";
import {
  act,
  begin,
  decideDeal,
  happened,
  INES,
  look,
  openStep,
  receives,
  registerDeal,
  SABINE,
  sees,
  skipTo,
  standsAt,
} from "./story.ts";
import type { Run } from "./story.ts";

const world = useWorld();

async function onboarded(): Promise<Run> {
  const run = await begin(world());
  await skipTo(run, "first_deal");
  await registerDeal(run);
  await decideDeal(run, "approve");
  await standsAt(run, { status: "completed" });
  return run;
}

async function askForMore(run: Run, note: string): Promise<number> {
  const { client, link } = await openStep(run, SABINE, "first_deal");
  const page = expectPage(await client.get(`${link.path}/deal/extension`));
  return (await client.submit(page, formTo(page, /extension$/), { note })).status;
}

const protectedUntil = async (run: Run): Promise<number> =>
  Date.parse((await look(run)).deal?.protectedUntil ?? "");

test("long after the onboarding, protection is reminded of, asked to be extended, and extended", async ({
  skip,
}) => {
  const pass = time(world(), skip);
  const run = await onboarded();
  const until = await protectedUntil(run);
  await pass(until - world().now() - 30 * DAY - HOUR);
  expect(await happened(run, "deal_registration.expiring")).toEqual([]);
  await pass(2 * HOUR);
  await receives(run, SABINE, "protection_expiring");

  expect(await askForMore(run, "The customer decides in June.")).toBe(200);
  expect(await askForMore(run, "Please.")).toBe(409);
  const request = await receives(run, INES, "extension_request");
  expect(request.text).toContain("The customer decides in June.");
  // While the vendor owes an answer, protection does not end.
  await pass(31 * DAY);
  expect(await happened(run, "deal_registration.expired")).toEqual([]);

  expectPage(await act(run, "decide_extension", { values: { grant: "yes" } }));
  const { at } = await sees(run, "deal_registration.extended");
  expect(await protectedUntil(run)).toBe(Date.parse(at) + 90 * DAY);
  await receives(run, SABINE, "extension_decided");
  expect(await happened(run, "deal_registration.expiring")).toHaveLength(1);

  await pass(91 * DAY);
  await sees(run, "deal_registration.expired");
  expect(await look(run)).toMatchObject({ status: "completed", deal: { review_status: "expired" } });
});

test("a deal that is won keeps its protection without reminders", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await onboarded();
  const { client, link, page } = await openStep(run, SABINE, "first_deal");
  expectPage(await client.submit(page, formTo(page, /deal\/stage$/), { stage: "won" }));
  await sees(run, "deal.won");
  await pass(200 * DAY);
  expect(await happened(run, "deal_registration.expiring")).toEqual([]);
  expect(await happened(run, "deal_registration.expired")).toEqual([]);
  expect((await client.get(link.path)).status).toBe(200);
});
