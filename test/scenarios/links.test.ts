import { expect, test } from "vitest";
import { linksIn } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import { useWorld } from "./harness.ts";
import { begin, linkOf, log, mails, offers, open, openStep, SABINE, skipTo, TOM } from "./story.ts";
import type { Visited } from "./story.ts";

const world = useWorld();

test("each person's link opens that person's training, and not another's", async () => {
  const run = await begin(world());
  await skipTo(run, "training");
  const { client, link, page } = await openStep(run, TOM, "training");
  const modules = page.links.filter((href) => href.includes("/modules/"));
  expect(modules.length).toBeGreaterThan(0);
  expect(modules.every((href) => href.includes("/modules/technical/"))).toBe(true);

  const before = await log(run);
  expect((await client.get(`${link.path}/modules/sales/use-case`)).status).toBe(404);
  expect((await client.post(`${link.path}/modules/sales/use-case`, { "q-1": "a" })).status).toBe(404);
  const hers = await linkOf(run, SABINE, "training");
  expect((await client.post(`${hers.path}/modules/sales/use-case`, {})).status).toBe(403);
  expect(await log(run)).toEqual(before);
});

test("nobody sits another's exam", async () => {
  const run = await begin(world());
  await skipTo(run, "certification");
  const { client, link } = await openStep(run, TOM, "certification");
  const before = await log(run);
  expect((await client.post(`${link.path}/exam/sales/start`, {})).status).toBe(404);
  expect((await client.post(`${link.path}/exam/sales/submit`, { attempt: "x" })).status).toBe(404);
  expect(await log(run)).toEqual(before);
});

test("the link of one stage does nothing in another", async () => {
  const run = await begin(world());
  const contract = await openStep(run, SABINE, "contract");
  await skipTo(run, "training");
  const before = await log(run);
  const module = `${contract.link.path}/modules/sales/use-case`;
  expect((await contract.client.post(module, { "q-1": "a" })).status).toBe(409);

  const training = await linkOf(run, SABINE, "training");
  const swapped = await open(run, { ...training, secret: contract.link.secret });
  expect(swapped.page.status).toBe(403);
  const ahead = training.path.replace(/training$/, "first_deal");
  expect((await open(run, { ...training, path: ahead })).page.status).toBe(403);
  expect(await log(run)).toEqual(before);
});

test("a guessed secret opens nothing, and guessing is slowed down", async () => {
  const run = await begin(world());
  const link = await linkOf(run, SABINE, "contract");
  const guesses: Visited[] = [];
  // One after another: each process of the product counts by itself.
  for (let index = 0; index < 12; index++) {
    guesses.push(await open(run, { ...link, secret: `guess-number-${index}-xxxxxxxxxxxx` }));
  }
  const statuses = guesses.map(({ page }) => page.status);
  expect(new Set(statuses)).toEqual(new Set([403, 429]));
  expect(guesses.some(({ page }) => offers(page, "/agreement/open"))).toBe(false);
  expect((await open(run, link)).page.status).toBe(200);
});

test("the shell of a link is the same whether it exists or not", async () => {
  const run = await begin(world());
  const link = await linkOf(run, SABINE, "contract");
  const shell = async (path: string) => {
    const page = await webClient(world().baseUrl).get(path);
    return { status: page.status, body: page.body.replaceAll(path, "LINK") };
  };
  const known = await shell(link.path);
  expect(known.status).toBe(200);
  expect(await shell(link.path.replace(".c1.", ".c7."))).toEqual(known);
  expect(await shell("/p/demo.aaaaaaaaaaaa.c1.contract")).toEqual(known);
});

test("whoever only fetches links, as mail scanners do, changes nothing", async () => {
  const run = await begin(world());
  await skipTo(run, "training");
  await linkOf(run, TOM, "training");
  const before = await log(run);
  const links = (await mails(run)).flatMap(({ text, html }) => [
    ...linksIn(text).map(({ path, secret }) => `${path}#${secret}`),
    ...[...html.matchAll(/href="([^"]+)"/g)].flatMap(([, href = ""]) =>
      href.startsWith(world().baseUrl) ? [href.slice(world().baseUrl.length)] : [],
    ),
  ]);
  expect(links.length).toBeGreaterThan(3);
  const looks: RequestInit[] = [
    { method: "GET" },
    { method: "HEAD" },
    { method: "GET", headers: { "sec-purpose": "prefetch", purpose: "prefetch" } },
  ];
  for (const link of new Set(links)) {
    for (let times = 0; times < 5; times++) {
      const answers = await Promise.all(looks.map((look) => fetch(world().baseUrl + link, look)));
      await Promise.all(answers.map((answer) => answer.text()));
    }
  }
  expect(await log(run)).toEqual(before);
});
