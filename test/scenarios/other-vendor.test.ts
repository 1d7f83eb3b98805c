import { beforeAll, expect, test } from "vitest";
import { useWorld } from "./harness.ts";
import type { VendorAccess } from "./harness.ts";
import {
  accepted,
  announcement,
  ask,
  begin,
  linkOf,
  look,
  problemOf,
  receives,
  SABINE,
  sendWebhook,
} from "./story.ts";

const world = useWorld();
let other: VendorAccess;

beforeAll(async () => {
  const said = await world().run("vendor", "add", "solarhaus", "--name", "Solarhaus");
  const found = (label: RegExp): string => label.exec(said)?.[1] ?? "";
  other = {
    vendorId: "solarhaus",
    webhookSecret: found(/webhook secret\s+(\S+)/),
    apiKey: found(/API key\s+(\S+)/),
  };
});

const idsOf = async (response: Response): Promise<readonly string[]> => {
  const { items }: { items: { id: string }[] } = JSON.parse(await response.text());
  return items.map(({ id }) => id);
};

test("a vendor's key opens its own onboardings and says of another's that there is nothing", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  for (const path of [`/api/onboardings/${run.id}`, `/api/onboardings/${run.id}/events`]) {
    expect(await problemOf(await ask(world(), path, other.apiKey))).toBe("404 not_found");
    expect(await problemOf(await ask(world(), path, "key_of_nobody"))).toBe("401 api_key_required");
  }
  const search = `/api/onboardings?search=${(await look(run)).externalPartnerId}`;
  expect(await idsOf(await ask(world(), search))).toEqual([run.id]);
  expect(await idsOf(await ask(world(), search, other.apiKey))).toEqual([]);
});

test("the built-in inbox shows a vendor's key its own mails only", async ({ skip }) => {
  skip(world().place === "aws", "the inbox is built in on one machine only");
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const mails = await ask(world(), "/inbox/messages", other.apiKey);
  expect(await mails.json()).toEqual([]);
});

test("the same partner and webhook id at two vendors are two onboardings", async () => {
  const externalPartnerId = "CRM-of-both";
  const webhook = { webhookId: "msg_of_both", body: announcement(world(), { externalPartnerId }) };
  const mine = await accepted(await sendWebhook(world(), webhook));
  const theirs = await accepted(await sendWebhook(world(), { ...webhook, vendor: other }));
  expect(theirs.onboardingId).toMatch(/^solarhaus\./);
  expect(mine.onboardingId).toMatch(/^demo\./);
  const link = await linkOf({ world: world(), id: mine.onboardingId }, SABINE, "contract");
  const forged = link.path.replace(mine.onboardingId, theirs.onboardingId);
  const answer = await fetch(`${world().baseUrl}${forged}/session`, {
    method: "POST",
    headers: { origin: new URL(world().baseUrl).origin },
    body: new URLSearchParams({ secret: link.secret }),
  });
  expect(answer.status).toBe(403);
});

test("a webhook signed with another vendor's secret is not taken", async () => {
  const stolen = { ...world().vendor, webhookSecret: other.webhookSecret };
  const answer = await sendWebhook(world(), { body: announcement(world()), vendor: stolen });
  expect(await problemOf(answer)).toBe("401 webhook_not_verified");
});
