import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { signWebhook } from "../../adapters/standard-webhooks.ts";
import { signAgreement } from "../../cli/partner-robot.ts";
import { readPdf } from "../read-pdf.ts";
import { until, useWorld } from "./harness.ts";
import type { World } from "./harness.ts";
import {
  announcement,
  ask,
  begin,
  headingOf,
  openStep,
  problemOf,
  receives,
  SABINE,
  sees,
  sendWebhook,
  wordsOf,
} from "./story.ts";

const world = useWorld();

interface Sending {
  readonly vendorId?: string;
  readonly type?: string;
  readonly at?: number;
  readonly signature?: string;
}

/** A webhook that is wrong in one way. */
function send(
  { baseUrl, now, vendor }: World,
  body: string,
  { vendorId = vendor.vendorId, type = "application/json", at = now(), signature }: Sending = {},
): Promise<Response> {
  const id = `msg_${randomUUID()}`;
  const timestamp = Math.floor(at / 1000);
  return fetch(`${baseUrl}/webhooks/${vendorId}`, {
    method: "POST",
    headers: {
      "content-type": type,
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature ?? signWebhook([vendor.webhookSecret], id, { timestamp, body }),
    },
    body,
  });
}

test("a webhook that cannot be taken is answered with a problem, and nothing begins", async () => {
  const here = world();
  const externalPartnerId = `CRM-${randomUUID()}`;
  const good = announcement(here, { externalPartnerId });
  const deep = `{"type":"partner.approved","data":${"[".repeat(40)}${"]".repeat(40)}}`;
  const answers = await Promise.all([
    send(here, good, { signature: `v1,${Buffer.alloc(32).toString("base64")}` }),
    send(here, good, { at: here.now() - 6 * 60_000 }),
    send(here, good, { at: here.now() + 6 * 60_000 }),
    send(here, good, { vendorId: "nobody" }),
    send(here, good + " ".repeat(64 * 1024)),
    send(here, "partner=approved"),
    send(here, good, { type: "text/plain" }),
    send(here, good, { type: "application/json; charset=iso-8859-1" }),
    send(here, deep),
  ]);
  expect(await Promise.all(answers.map(problemOf))).toEqual([
    "401 webhook_not_verified",
    "401 webhook_not_verified",
    "401 webhook_not_verified",
    "401 webhook_not_verified",
    "413 body_too_large",
    "400 malformed_body",
    "415 unsupported_media_type",
    "415 unsupported_media_type",
    "400 malformed_body",
  ]);
  const found = await ask(here, `/api/onboardings?search=${externalPartnerId}`);
  expect(await found.json()).toEqual({ items: [], next: null });
});

test("each wrong field is named by a pointer", async () => {
  const body = announcement(world(), {
    program: "unheard-of",
    partner: { legalName: "", type: "friend", country: "Germany" },
    contacts: [{ name: "Sabine", email: "no address", locale: "de", roles: ["boss"] }],
  });
  const answer = await sendWebhook(world(), { body });
  expect(answer.status).toBe(422);
  const { errors }: { errors: { pointer: string }[] } = JSON.parse(await answer.text());
  const pointers = errors.map(({ pointer }) => pointer);
  for (const pointer of [
    "/data/program",
    "/data/partner/legalName",
    "/data/partner/type",
    "/data/partner/country",
    "/data/contacts/0/email",
    "/data/contacts/0/roles/0",
  ]) {
    expect(pointers).toContain(pointer);
  }
});

const MARKUP = `<script>alert("1")</script> & Söhne 🚀`;
const HEBREW = "מפעל הפלדה";

test("names with markup, right-to-left text and emoji come out escaped and whole", async () => {
  const run = await begin(world(), {
    partner: { legalName: `${MARKUP} ${HEBREW}`, type: "reseller", country: "DE" },
    contacts: [{ name: `Ann <b>O'Hara</b> ${HEBREW}`, email: SABINE, locale: "en", roles: ["signatory"] }],
  });
  const mail = await receives(run, SABINE, "contract_step");
  expect(mail.text).toContain(MARKUP);
  expect(mail.html).not.toContain("<script>alert");
  expect(wordsOf({ body: mail.html })).toContain(MARKUP);

  const visited = await openStep(run, SABINE, "contract");
  expect(visited.page.body).not.toMatch(/<script>alert|<b>O/);
  expect(wordsOf(visited.page)).toContain(MARKUP);
  await signAgreement(visited, `Ann <b>O'Hara</b> ${HEBREW}`);
  await sees(run, "agreement.completed");

  const client = await world().signIn();
  const page = await client.get(`/console/runs/${run.id}`);
  expect(page.body).not.toMatch(/<script>alert|<b>O/);
  expect(headingOf(page)).toContain(`${MARKUP} ${HEBREW}`);

  const signed = await until("the signed PDF", async () => {
    const { status, bytes } = await visited.client.download(`${visited.link.path}/signed.pdf`);
    return status === 200 && bytes;
  });
  expect(readPdf(signed).pages.at(-1)).toContain("Ann <b>O'Hara</b>");
});

test("a form that is too large, of another kind or from another site is refused", async () => {
  const run = await begin(world());
  const { client, link } = await openStep(run, SABINE, "contract");
  const large = await client.post(`${link.path}/agreement/sign`, { typedName: "x".repeat(70_000) });
  expect(large.status).toBe(413);
  const post = (headers: Record<string, string>) =>
    fetch(`${world().baseUrl}${link.path}/agreement/open`, { method: "POST", headers, body: "{}" });
  const own = { origin: new URL(world().baseUrl).origin };
  expect((await post({ ...own, "content-type": "application/json" })).status).toBe(415);
  const form = "application/x-www-form-urlencoded";
  expect((await post({ "content-type": form, origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await post({ "content-type": form, "sec-fetch-site": "cross-site" })).status).toBe(403);
});
