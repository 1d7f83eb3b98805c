import { expect, test } from "vitest";
import { expectPage, signAgreement } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import { readPdf } from "../read-pdf.ts";
import { until, useWorld } from "./harness.ts";
import { act, ask, begin, openStep, receives, SABINE, standsAt, wordsOf } from "./story.ts";

const world = useWorld();

test("what anybody may read is there: the state of health, the API's description, keys, issuer and status list", async () => {
  const { vendorId } = world().vendor;
  const types: Readonly<Record<string, RegExp>> = {
    "/healthz": /json/,
    "/openapi.json": /json/,
    "/docs": /html/,
    "/docs/errors": /html/,
    "/.well-known/jwks.json": /json/,
    [`/issuers/${vendorId}`]: /json/,
    [`/status/${vendorId}`]: /json/,
    "/assets/style.css": /css/,
    "/console/assets/console.css": /css/,
  };
  for (const [path, type] of Object.entries(types)) {
    const answer = await fetch(world().baseUrl + path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.headers.get("content-type")).toMatch(type);
  }
  for (const path of ["/issuers/nobody", "/status/nobody", "/certificates/none", "/nothing-here"]) {
    expect([path, (await fetch(world().baseUrl + path)).status]).toEqual([path, 404]);
  }
});

test("whoever comes to the front door is led to the console, and to its sign-in", async () => {
  const page = await webClient(world().baseUrl).get("/");
  expect(page.url).toContain("/console");
});

test("the vendor lists its onboardings, and ops find them in the console", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const listed = await until("the list", async () => {
    const { items }: { items: { id: string }[] } = JSON.parse(
      await (await ask(world(), "/api/onboardings")).text(),
    );
    return items.find(({ id }) => id === run.id);
  });
  expect(listed).toMatchObject({ status: "in_progress", stage: "contract" });

  expectPage(await act(run, "put_on_hold"));
  const client = await world().signIn();
  await until("the list of the console", async () =>
    wordsOf(expectPage(await client.get("/console/runs?status=on_hold"))).includes("Heizwerk"),
  );
  expectPage(await client.get("/console"));
  expectPage(await client.get("/console/effects"));
});

test("ops open the agreement as it was sent, and as it was signed", async () => {
  const run = await begin(world());
  const client = await world().signIn();
  await receives(run, SABINE, "contract_step");
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await standsAt(run, { stage: "training" });
  for (const name of ["agreement.pdf", "signed.pdf"]) {
    const bytes = await until(name, async () => {
      const found = await client.download(`/console/runs/${run.id}/${name}`);
      return found.status === 200 && found.bytes;
    });
    expect(readPdf(bytes).pages.length).toBeGreaterThan(0);
  }
});
