import { expect, test } from "vitest";
import { expectPage, formTo, signAgreement, takeTraining } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import { useWorld } from "./harness.ts";
import {
  begin,
  happened,
  linkOf,
  log,
  look,
  open,
  openStep,
  registerDeal,
  SABINE,
  sampleProgram,
  sees,
  skipTo,
} from "./story.ts";

const world = useWorld();

test("a double click on sign signs once, and a later click gets the same page", async () => {
  const run = await begin(world());
  const { client, link } = await openStep(run, SABINE, "contract");
  const read = expectPage(await client.post(`${link.path}/agreement/open`, {}));
  const sign = () =>
    client.submit(read, formTo(read, /agreement\/sign$/), {
      typedName: "Sabine Vogt",
      authorized: "yes",
      consent: "yes",
    });
  const clicks = [...(await Promise.all([sign(), sign(), sign()])), await sign()];
  expect(clicks.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await happened(run, "agreement.signed")).toHaveLength(1);
  await sees(run, "stage.opened", 2);
  expect(await happened(run, "stage.completed")).toHaveLength(1);
});

test("a module finished in two tabs is finished once", async () => {
  const run = await begin(world());
  await skipTo(run, "training");
  const program = await sampleProgram();
  const link = await linkOf(run, SABINE, "training");
  // One runs our script, one does not.
  const plain = webClient(world().baseUrl, { script: false });
  const tabs = await Promise.all([open(run, link), open(run, link, plain)]);
  await Promise.all(tabs.map((tab) => takeTraining(tab, program)));
  const done = (await happened(run, "training.module_completed")).map(({ data }) => String(data["module"]));
  expect(done.toSorted()).toEqual(program.tracks[0]?.modules.map(({ id }) => id).toSorted());
  expect(await happened(run, "training.completed")).toHaveLength(1);
});

test("an exam begun in two tabs is one attempt, and handing it in twice scores it once", async () => {
  const run = await begin(world());
  await skipTo(run, "certification");
  const visited = await openStep(run, SABINE, "certification");
  const path = `${visited.link.path}/exam/sales`;
  const intro = await visited.client.get(path);
  const start = formTo(intro, /start$/);
  const tabs = await Promise.all([visited.client.submit(intro, start), visited.client.submit(intro, start)]);
  expect(new Set(tabs.map(({ url }) => url)).size).toBe(1);
  expect(await happened(run, "certification.attempt_started")).toHaveLength(1);

  const sheet = expectPage(await visited.client.get(path));
  const handIn = () => visited.client.submit(sheet, formTo(sheet, /submit$/), { sure: "yes" });
  const clicks = [...(await Promise.all([handIn(), handIn(), handIn()])), await handIn()];
  expect(clicks.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await happened(run, "certification.failed")).toHaveLength(1);
  expect((await look(run)).people[0]?.exams[0]).toMatchObject({ state: "cooling_down", attempts: 1 });
});

test("a double click on register registers one deal, and going back does not register another", async () => {
  const run = await begin(world());
  await skipTo(run, "first_deal");
  const visited = await openStep(run, SABINE, "first_deal");
  await Promise.all([registerDeal(run, {}, visited), registerDeal(run, {}, visited)]);
  const before = await log(run);
  await registerDeal(run, {}, visited);
  const { client, page } = visited;
  const other = await client.submit(page, formTo(page, /\/deal$/), {
    customerName: "Another Customer",
    customerCountry: "AT",
    customerContact: "Eva Moser",
    need: "Something else entirely.",
    value: "100",
    currency: "EUR",
    targetCloseDate: "2027-01-15",
    nextSteps: "None yet.",
  });
  expect(other.status).toBe(409);
  expect(await log(run)).toEqual(before);
  expect(before.filter(({ type }) => type === "deal_registration.submitted")).toHaveLength(1);
});

test("going back to a step that is over shows what became of it", async () => {
  const run = await begin(world());
  const visited = await openStep(run, SABINE, "contract");
  await signAgreement(visited, "Sabine Vogt");
  await sees(run, "stage.completed");
  const before = await log(run);
  for (const path of ["", "/agreement", "/agreement/decline", "/hand-over"]) {
    expect(await visited.client.get(visited.link.path + path)).toMatchObject({ status: 200 });
  }
  const late = await visited.client.post(`${visited.link.path}/agreement/decline`, {
    note: "On second thought.",
  });
  expect(late.status).toBe(409);
  await open(run, visited.link, webClient(world().baseUrl));
  const after = await log(run);
  expect(after.filter(({ actor }) => actor.kind === "contact")).toEqual(
    before.filter(({ actor }) => actor.kind === "contact"),
  );
});
