import { createRemoteJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { signAgreement, sitExam, takeTraining } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import type { PageView, WebClient } from "../../cli/web-client.ts";
import { readPdf } from "../read-pdf.ts";
import { MINUTE, useWorld } from "./harness.ts";
import {
  ALL_MAILS,
  begin,
  CONTACTS,
  decideDeal,
  linkOf,
  look,
  mails,
  open,
  openStep,
  receives,
  registerDeal,
  SABINE,
  sampleProgram,
  standsAt,
  TOM,
  wordsOf,
} from "./story.ts";
import type { Run, Visited } from "./story.ts";

const world = useWorld();

/** A browser that keeps every page it saw. */
function watched(client: WebClient, seen: PageView[]): WebClient {
  const kept = async (page: Promise<PageView>): Promise<PageView> => {
    seen.push(await page);
    return page;
  };
  return {
    get: (path) => kept(client.get(path)),
    submit: (page, form, values) => kept(client.submit(page, form, values)),
    post: (path, values) => kept(client.post(path, values)),
    download: (path) => client.download(path),
  };
}

const ENGLISH = /\b(the|your|you|please|with|and)\b/i;

/** Sabine and Tom do everything that is asked of them. Returns the pages they saw. */
async function onboard(run: Run): Promise<readonly PageView[]> {
  const program = await sampleProgram();
  const seen: PageView[] = [];
  const step = async (to: string, stage: "contract" | "training" | "certification" | "first_deal") => {
    const visited: Visited = await open(
      run,
      await linkOf(run, to, stage),
      watched(webClient(run.world.baseUrl), seen),
    );
    seen.push(visited.page);
    return visited;
  };
  await signAgreement(await step(SABINE, "contract"), "Sabine Vogt");
  for (const who of [SABINE, TOM]) await takeTraining(await step(who, "training"), program);
  await sitExam(await step(SABINE, "certification"), { track: "sales", program });
  await sitExam(await step(TOM, "certification"), { track: "technical", program });
  await registerDeal(run, {}, await step(SABINE, "first_deal"));
  await decideDeal(run, "approve");
  await standsAt(run, { status: "completed" });
  return seen;
}

test("a partner is onboarded in German, with ten mails, a signed agreement and certificates that verify", async () => {
  const contacts = CONTACTS.map((contact) => ({ ...contact, locale: "de" }));
  const run = await begin(world(), { contacts });

  const seen = await onboard(run);
  expect(seen.length).toBeGreaterThan(25);
  for (const page of seen) {
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<html lang="de"') });
    expect(wordsOf(page)).not.toMatch(ENGLISH);
  }

  await receives(run, SABINE, "onboarding_completed");
  await world().moveTime?.(MINUTE);
  const sent = await mails(run);
  expect(sent.map(({ to, kind }) => `${to} ${kind}`).toSorted()).toEqual(ALL_MAILS.toSorted());
  for (const mail of sent) {
    expect(mail.html).toContain('lang="de"');
    expect(`${mail.subject} ${mail.text}`).not.toMatch(ENGLISH);
  }

  await signedAgreement(run, seen);
  await certificates(run);
});

/** What the form to sign says the document is. */
const checksumSeen = (seen: readonly PageView[]): string =>
  seen
    .flatMap(({ forms }) => forms)
    .flatMap(({ fields }) => fields)
    .find(({ name }) => name === "sha256")?.value ?? "none";

async function signedAgreement(run: Run, seen: readonly PageView[]): Promise<void> {
  const { client, link } = await openStep(run, SABINE, "contract");
  const { status, bytes } = await client.download(`${link.path}/signed.pdf`);
  expect(status).toBe(200);
  const evidence = (readPdf(bytes).pages.at(-1) ?? "").replaceAll(/\s/g, "");
  for (const word of ["SabineVogt", SABINE, "127.0.0.1", checksumSeen(seen)])
    expect(evidence).toContain(word);
}

async function certificates(run: Run): Promise<void> {
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", run.world.baseUrl));
  const { certificates: issued } = await look(run);
  expect(issued.map(({ track, state }) => `${track} ${state}`).toSorted()).toEqual([
    "sales active",
    "technical active",
  ]);
  for (const { url, contact } of issued) {
    const holder = contact === "c1" ? "Sabine Vogt" : "Tom Baker";
    const visitor = webClient(run.world.baseUrl);
    const page = await visitor.get(`${new URL(url).pathname}?lang=de`);
    expect(page.status).toBe(200);
    expect(wordsOf(page)).toContain(holder);
    const { bytes } = await visitor.download(`${new URL(url).pathname}/credential.jwt`);
    const { payload } = await jwtVerify(new TextDecoder().decode(bytes), keys, {
      issuer: `${run.world.baseUrl}/issuers/${run.world.vendor.vendorId}`,
      currentDate: new Date(run.world.now()),
    });
    expect(payload.jti).toBe(url);
    expect(JSON.stringify(payload)).toContain(holder);
  }
}
