import { expect, test } from "vitest";
import { expectPage, signAgreement } from "../../cli/partner-robot.ts";
import { useWorld } from "./harness.ts";
import {
  act,
  begin,
  happened,
  look,
  mails,
  openStep,
  receives,
  SABINE,
  sees,
  skipTo,
  standsAt,
  TOM,
} from "./story.ts";

const world = useWorld();

test("a stage that is waived before it opens is passed without a mail", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  expectPage(await act(run, "waive_stage", { target: "training", values: { reason: "equivalent" } }));
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await receives(run, TOM, "certification_step");

  expect(await mails(run, "training_step")).toEqual([]);
  expect((await happened(run, "stage.opened")).map(({ data }) => data["stage"])).toEqual([
    "contract",
    "certification",
  ]);
  expect((await look(run)).stages.find(({ stage }) => stage === "training")).toMatchObject({
    state: "waived",
    openedAt: null,
    waiverReason: "equivalent",
  });
  // Nobody told her of a training, so she gets her copy of the agreement by itself.
  await receives(run, SABINE, "agreement_copy");
});

test("a training that is waived for one person is no work for that person", async () => {
  const run = await begin(world());
  await skipTo(run, "training");
  expectPage(await act(run, "waive_training", { target: "c1/sales", values: { reason: "tested_out" } }));
  expectPage(await act(run, "waive_training", { target: "c2/technical", values: { reason: "tested_out" } }));
  await standsAt(run, { stage: "certification" });
  expect(await happened(run, "training.waived")).toHaveLength(2);
});

test("a waiver needs a reason in words, which lands in the log", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const waive = (note: string) =>
    act(run, "waive_stage", { target: "contract", values: { reason: "administrative", note } });
  expect((await waive("  ")).status).toBe(422);
  expect(await happened(run, "stage.waived")).toEqual([]);
  const page = expectPage(await waive("Signed on paper in 2025."));
  await sees(run, "stage.waived");
  expect(page.body).toContain("Signed on paper in 2025.");
});
