import { expect, test } from "vitest";
import { expectPage, signAgreement } from "../../cli/partner-robot.ts";
import { DAY, HOUR, time, useWorld } from "./harness.ts";
import {
  act,
  begin,
  decideDeal,
  happened,
  INES,
  look,
  mails,
  openStep,
  receives,
  registerDeal,
  SABINE,
  sees,
  skipTo,
  standsAt,
} from "./story.ts";

const world = useWorld();

test("past its deadline a stage is escalated and stays open; extended, it is finished in time", async ({
  skip,
}) => {
  const pass = time(world(), skip);
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  await pass(14 * DAY - HOUR);
  expect(await happened(run, "stage.overdue")).toEqual([]);

  await pass(2 * HOUR);
  await receives(run, INES, "stage_overdue");
  await standsAt(run, { status: "action_required", stage: "contract" });
  await pass(3 * DAY);
  expect(await mails(run, "stage_overdue")).toHaveLength(1);

  const deadline = new Date(world().now() + 5 * DAY).toISOString().slice(0, 10);
  expectPage(await act(run, "extend_deadline", { values: { deadline } }));
  const extended = await standsAt(run, { status: "in_progress" });
  expect(extended.deadline).toBe(`${deadline}T23:59:00.000Z`);

  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await standsAt(run, { stage: "training" });
  await skipTo(run, "first_deal");
  await registerDeal(run);
  await decideDeal(run, "approve");
  await standsAt(run, { status: "completed" });
  expect(await happened(run, "stage.overdue")).toHaveLength(1);
});

test("a stage past its deadline can still be finished by the partner", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  await pass(15 * DAY);
  await sees(run, "stage.overdue");
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  const after = await standsAt(run, { status: "in_progress", stage: "training" });
  expect(after.stages[0]).toMatchObject({ state: "completed" });
});

test("a deadline in the past is refused with a reason", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const { deadline } = await look(run);
  const page = await act(run, "extend_deadline", { values: { deadline: "2026-01-05" } });
  expect([409, 422]).toContain(page.status);
  expect((await look(run)).deadline).toBe(deadline);
});
