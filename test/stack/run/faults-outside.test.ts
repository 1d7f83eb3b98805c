import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE, until, useWorld } from "../../scenarios/harness.ts";
import { begin, log } from "../../scenarios/story.ts";
import type { Run } from "../../scenarios/story.ts";
import {
  atEachWrite,
  calm,
  calmAfterwards,
  CONTRACT,
  disturb,
  lapse,
  mailed,
  people,
  settle,
  wrongWith,
} from "../fault-story.ts";

const world = useWorld();
calmAfterwards();

/** What the vendor's endpoint got: of which event, under which id. */
const got: { readonly id: string; readonly body: string }[] = [];
const endpoint = { hangs: false, hanging: 0 };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (endpoint.hangs) {
      endpoint.hanging++;
      return;
    }
    got.push({
      id: String(request.headers["webhook-id"]),
      body: Buffer.concat(chunks).toString("utf8"),
    });
    response.writeHead(204).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: { port: number } = Object(server.address());
  await world().run("vendor", "set-webhook", world().vendor.vendorId, `${await world().expose(port)}/events`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Events of these onboardings that the endpoint did not get, or got under two ids, or with two contents. */
async function wrongEvents(runs: readonly Run[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const run of runs) {
    for (const event of await log(run)) {
      const its = got.filter(({ body }) => body.includes(`"${run.id}"`) && body.includes(`"${event.id}"`));
      const ids = new Set(its.map(({ id }) => id));
      const bodies = new Set(its.map(({ body }) => body));
      if (ids.size !== 1 || bodies.size !== 1)
        wrong.push(`${run.id} ${event.id}: ${ids.size} ids, ${bodies.size} contents`);
    }
  }
  return wrong;
}

test("an endpoint that never answers keeps no mail waiting, and gets every event once it answers", async () => {
  endpoint.hangs = true;
  const run = await begin(world(), people);
  await until("the endpoint hangs", async () => endpoint.hanging > 0);
  await until("the mail goes out meanwhile", async () => (await mailed(run)).includes(CONTRACT));
  await settle();
  expect(got).toEqual([]);
  endpoint.hangs = false;
  await world().moveTime?.(MINUTE);
  await lapse(world());
  expect(await wrongEvents([run])).toEqual([]);
  expect(await wrongWith(run, { mails: [CONTRACT] })).toEqual([]);
});

test("after whichever write deliver dies, the endpoint gets every event, and under one id", async () => {
  const runs = await atEachWrite(world(), { caller: "deliver", fate: { kind: "deadly" } });
  await lapse(world());
  const faults = [/^deliver \(\w+\): Runtime\.ExitError/];
  expect(await wrongWith(runs, { mails: [CONTRACT], faults })).toEqual([]);
  expect(await wrongEvents(runs)).toEqual([]);
});

test("a mail about which SES never says anything goes out later, once, and holds up nobody else's", async () => {
  await disturb({ service: "ses", operation: "SendRawEmail", fate: { kind: "unheard" } });
  const silent = await begin(world(), people);
  const other = await begin(world());
  await until("the other's mail goes out", async () => (await mailed(other)).length > 0);
  expect(await mailed(silent)).toEqual([]);
  await settle();
  expect(await calm()).toEqual([1]);
  expect(await mailed(silent)).toEqual([]);
  await lapse(world());
  expect(await wrongWith([silent], { mails: [CONTRACT] })).toEqual([]);
});
