import { expect, test } from "vitest";
import { expectPage, formTo, signAgreement } from "../../cli/partner-robot.ts";
import { DAY, HOUR, time, useWorld } from "./harness.ts";
import {
  act,
  begin,
  happened,
  INES,
  log,
  look,
  mails,
  offers,
  openStep,
  receives,
  receivesAgain,
  SABINE,
  sees,
  standsAt,
} from "./story.ts";

const world = useWorld();

test("a declined agreement ends the onboarding and tells the partner manager why", async () => {
  const run = await begin(world());
  const { client, link } = await openStep(run, SABINE, "contract");
  expectPage(await client.post(`${link.path}/agreement/open`, {}));
  const page = expectPage(await client.get(`${link.path}/agreement/decline`));
  const decline = (note: string) => client.submit(page, formTo(page, /decline$/), { note });
  expect((await decline(" ")).status).toBe(422);
  expectPage(await decline("The liability clause does not suit us."));
  expectPage(await decline("The liability clause does not suit us."));

  await standsAt(run, { status: "declined" });
  expect((await receives(run, INES, "agreement_declined")).text).toContain(
    "The liability clause does not suit us.",
  );
  expect(await happened(run, "agreement.declined")).toHaveLength(1);
  expect((await client.post(`${link.path}/agreement/open`, {})).status).toBe(409);
  // Whoever declines knows it: no mail says so.
  expect((await mails(run)).map(({ kind }) => kind).toSorted()).toEqual([
    "agreement_declined",
    "contract_step",
  ]);
});

test("closed by ops, a link that waits explains itself and does nothing more", async () => {
  const run = await begin(world());
  const { client, link, page } = await openStep(run, SABINE, "contract");
  expect(offers(page, "/agreement/open")).toBe(true);
  expectPage(await act(run, "close", { values: { as: "withdrawn", note: "The partner was taken over." } }));
  await standsAt(run, { status: "withdrawn" });
  await receives(run, SABINE, "onboarding_closed");

  const explained = expectPage(await client.get(link.path));
  expect(offers(explained, "/agreement/open")).toBe(false);
  expect(explained.body).toContain(INES);
  const before = await log(run);
  expect((await client.post(`${link.path}/agreement/open`, {})).status).toBe(409);
  expect(await log(run)).toEqual(before);
});

test("on hold the links are read-only and clocks stand still; back, the deadline has moved", async ({
  skip,
}) => {
  const pass = time(world(), skip);
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const { deadline } = await look(run);
  expectPage(await act(run, "put_on_hold"));
  await standsAt(run, { status: "on_hold" });

  const { client, link, page } = await openStep(run, SABINE, "contract");
  expect(page.status).toBe(200);
  expect(offers(page, "/agreement/open")).toBe(false);
  const before = await log(run);
  for (const path of ["/agreement/open", "/agreement/sign", "/hand-over"]) {
    expect(await client.post(link.path + path, {})).toMatchObject({ status: 409 });
  }
  await pass(30 * DAY);
  expect(await log(run)).toEqual(before);
  expect(await mails(run, "reminder")).toEqual([]);

  expectPage(await act(run, "resume"));
  const { data } = await sees(run, "onboarding.resumed");
  expect(data["shiftedBy"]).toBeGreaterThanOrEqual(30 * DAY);
  const after = await standsAt(run, { status: "in_progress" });
  expect(Date.parse(after.deadline ?? "")).toBe(Date.parse(deadline ?? "") + Number(data["shiftedBy"]));
  await receivesAgain(run, SABINE, { kind: "contract_step", count: 2 });
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await standsAt(run, { stage: "training" });
});

test("nothing more is sent about an onboarding that is over", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  expectPage(await act(run, "close", { values: { as: "expired" } }));
  await receives(run, SABINE, "onboarding_closed");
  const before = await mails(run);
  for (let days = 0; days < 20; days++) await pass(DAY + HOUR);
  expect(await mails(run)).toEqual(before);
  await standsAt(run, { status: "expired" });
});
