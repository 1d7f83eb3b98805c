import { expect, test } from "vitest";
import { expectPage, signAgreement } from "../../cli/partner-robot.ts";
import { DAY, MINUTE, time, useWorld } from "./harness.ts";
import {
  act,
  begin,
  CONTACTS,
  INES,
  linkOf,
  look,
  mails,
  open,
  openStep,
  receives,
  receivesAgain,
  SABINE,
  sees,
  standsAt,
  wordsOf,
} from "./story.ts";
import type { Run } from "./story.ts";

const world = useWorld();
const WRONG = "sabine.vogt@heizwerk.invalid";

const toWrongAddress = (): Promise<Run> =>
  begin(world(), { contacts: [{ ...CONTACTS[0], email: WRONG }, CONTACTS[1]] });

test("a mail that comes back is shown to ops; with the address corrected the partner goes on", async () => {
  const run = await toWrongAddress();
  await sees(run, "email.bounced");
  await receives(run, INES, "mail_bounced");
  await standsAt(run, { status: "action_required" });
  const client = await world().signIn();
  const page = expectPage(await client.get(`/console/runs/${run.id}`));
  expect(wordsOf(page)).toMatch(/does not exist|General 5\.4\.4/);
  expect(wordsOf(page)).toContain(WRONG);

  const values = { name: "Sabine Vogt", email: SABINE };
  expect(
    (await act(run, "correct_address", { target: "c1", values: { ...values, email: "x" } })).status,
  ).toBe(422);
  expectPage(await act(run, "correct_address", { target: "c1", values }));
  await standsAt(run, { status: "in_progress" });
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await standsAt(run, { stage: "training" });
  expect((await look(run)).people[0]).toMatchObject({ email: SABINE, mailBouncedAt: null });
});

test("whose mail comes back is not reminded", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await toWrongAddress();
  await sees(run, "email.bounced");
  for (let days = 0; days < 13; days++) await pass(DAY);
  expect(await mails(run, "reminder")).toEqual([]);
  expect(await mails(run, "mail_bounced")).toHaveLength(1);
});

test("a link that leaked is replaced: the old one is dead, also where it was open", async () => {
  const run = await begin(world());
  const leaked = await openStep(run, SABINE, "contract");
  expectPage(await act(run, "reissue_link", { target: "c1" }));
  await receivesAgain(run, SABINE, { kind: "contract_step", count: 2 });
  const fresh = await linkOf(run, SABINE, "contract");
  expect(fresh.secret).not.toBe(leaked.link.secret);
  expect((await leaked.client.get(leaked.link.path)).status).toBe(410);
  expect((await leaked.client.post(`${leaked.link.path}/agreement/open`, {})).status).toBe(410);
  expect((await open(run, leaked.link)).page.status).toBe(403);
  await signAgreement(await open(run, fresh), "Sabine Vogt");
  await standsAt(run, { stage: "training" });
});

test("a link asked for again comes once an hour at most, and is the same link", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await begin(world());
  const first = await linkOf(run, SABINE, "contract");
  const again = () => fetch(`${world().baseUrl}${first.path}/resend`, { method: "POST", headers: own() });
  const own = () => ({ origin: new URL(world().baseUrl).origin });
  expect((await again()).status).toBe(200);
  expect((await again()).status).toBe(200);
  await receivesAgain(run, SABINE, { kind: "contract_step", count: 2 });
  await pass(30 * MINUTE);
  expect((await again()).status).toBe(200);
  await pass(MINUTE);
  expect(await mails(run, "contract_step")).toHaveLength(2);
  expect(await linkOf(run, SABINE, "contract")).toEqual(first);
});
