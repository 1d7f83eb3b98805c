import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyWebhook } from "../../adapters/standard-webhooks.ts";
import { instant } from "../../domain/ids.ts";
import { signAgreement } from "../../cli/partner-robot.ts";
import { MINUTE, time, until, useWorld } from "./harness.ts";
import { act, begin, log, openStep, SABINE, standsAt } from "./story.ts";
import type { Run } from "./story.ts";

const world = useWorld();

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answered: number;
}

const received: Received[] = [];
/** An event that is refused the first time. */
const REFUSED_ONCE = "onboarding.withdrawn";
let secret = "";

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString("utf8");
    const isNew = !received.some((one) => one.headers["webhook-id"] === request.headers["webhook-id"]);
    const answered = isNew && body.includes(REFUSED_ONCE) ? 500 : 204;
    received.push({ headers: request.headers, body, answered });
    response.writeHead(answered).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: { port: number } = Object(server.address());
  const { vendorId } = world().vendor;
  const endpoint = `${await world().expose(port)}/events`;
  const said = await world().run("vendor", "set-webhook", vendorId, endpoint);
  secret = /whsec_\S+/.exec(said)?.[0] ?? "";
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Told {
  readonly type: string;
  readonly data: { readonly onboardingId: string; readonly sequence: string };
}

const told = ({ id }: Run): readonly (Received & Told)[] =>
  received
    .map((one): Received & Told => ({ ...one, ...JSON.parse(one.body) }))
    .filter(({ data }) => data.onboardingId === id);

const hears = (run: Run, type: string) =>
  until(`${type} told`, async () => told(run).find((one) => one.type === type && one.answered === 204));

const header = ({ headers }: Received, name: string): string => String(headers[name]);

test("the vendor's own systems hear of each event once, signed", async () => {
  const run = await begin(world());
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await standsAt(run, { stage: "training" });
  await hears(run, "stage.completed");

  const wanted = await log(run);
  await until("all told", async () =>
    wanted.every(({ id }) => told(run).some(({ data }) => data.sequence === id)),
  );
  for (const one of told(run)) {
    const signed = {
      secrets: [secret],
      headers: {
        id: header(one, "webhook-id"),
        timestamp: header(one, "webhook-timestamp"),
        signature: header(one, "webhook-signature"),
      },
      body: Buffer.from(one.body),
      now: instant(world().now()),
    };
    expect(verifyWebhook(signed)).toBe(header(one, "webhook-id"));
  }
  const ids = told(run).map((one) => header(one, "webhook-id"));
  expect(new Set(ids).size).toBe(ids.length);
  expect(JSON.stringify(told(run))).not.toMatch(/Sabine|@heizwerk/);
});

test("what the vendor's endpoint did not take is sent again, under the same id", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await begin(world());
  await act(run, "close", { values: { as: "withdrawn" } });
  const tries = () => told(run).filter(({ type }) => type === REFUSED_ONCE);
  await until("the first try", async () => tries().length > 0);
  // How that ended may be noted after the minute has passed, and then it is due a little later than that.
  await until("the second try", async () => {
    await pass(MINUTE);
    return tries().length > 1;
  });
  const [first, second] = tries();
  expect([first?.answered, second?.answered]).toEqual([500, 204]);
  expect(second?.body).toBe(first?.body);
  expect(second && header(second, "webhook-id")).toBe(first && header(first, "webhook-id"));
  expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
});
