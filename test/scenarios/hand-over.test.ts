import { expect, test } from "vitest";
import { expectPage, formTo, signAgreement } from "../../cli/partner-robot.ts";
import { useWorld } from "./harness.ts";
import { begin, happened, log, look, mails, open, openStep, receives, SABINE, sees } from "./story.ts";

const world = useWorld();
const BERND = "bernd.kurz@heizwerk.example";

test("who may not sign hands over to who may, and the first link ends", async () => {
  const run = await begin(world());
  const sabine = await openStep(run, SABINE, "contract");
  expectPage(await sabine.client.post(`${sabine.link.path}/agreement/open`, {}));
  const page = expectPage(await sabine.client.get(`${sabine.link.path}/hand-over`));
  const handOver = () =>
    sabine.client.submit(page, formTo(page, /hand-over$/), {
      name: "Bernd Kurz",
      email: BERND,
      locale: "de",
      note: "Er ist Geschäftsführer.",
    });
  expect((await handOver()).status).toBe(200);

  expect((await handOver()).status).toBe(410);
  expect((await sabine.client.get(sabine.link.path)).status).toBe(410);
  expect((await sabine.client.post(`${sabine.link.path}/agreement/open`, {})).status).toBe(410);
  expect((await open(run, sabine.link)).page.status).toBe(403);
  expect(await happened(run, "contact.handed_over")).toHaveLength(1);

  const bernd = await openStep(run, BERND, "contract");
  await signAgreement(bernd, "Bernd Kurz");
  await sees(run, "agreement.completed");
  const { agreement, people } = await look(run);
  expect(people.find(({ id }) => id === agreement.signatory)?.email).toBe(BERND);
  expect(await happened(run, "agreement.sent")).toHaveLength(2);
  // Sabine keeps what is hers: she still learns to sell.
  await receives(run, SABINE, "training_step");
  expect((await mails(run, "agreement_copy")).map(({ to }) => to)).toEqual([BERND]);
});

test("a step is not handed over to oneself or to no address", async () => {
  const run = await begin(world());
  const { client, link } = await openStep(run, SABINE, "contract");
  const page = expectPage(await client.get(`${link.path}/hand-over`));
  const before = await log(run);
  const to = (email: string) =>
    client.submit(page, formTo(page, /hand-over$/), { name: "Somebody", email, locale: "en", note: "" });
  expect((await to(SABINE.toUpperCase())).status).toBe(422);
  expect((await to("nowhere")).status).toBe(422);
  expect(await log(run)).toEqual(before);
});
