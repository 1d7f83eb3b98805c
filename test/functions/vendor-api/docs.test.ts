import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { instant } from "../../../domain/ids.ts";
import { PROBLEMS } from "../../../functions/problem-catalog.ts";
import { openapi } from "../../../functions/vendor-api/openapi.ts";
import { vendorApi } from "../../../functions/vendor-api/app.ts";
import { nodeExample, SAMPLE_BODY, SAMPLE_JSON, shellExample } from "../../../views/docs/examples.ts";
import { schemaRows } from "../../../views/docs/schema-rows.ts";
import { testHmac } from "../../make.ts";
import { BASE_URL, openIntake, SECRET } from "../receive-webhook/intake.ts";

const openDocs = async () => {
  const intake = await openIntake();
  const { onboardings, programs, vendors } = intake.store;
  const api = vendorApi({ onboardings, programs, vendors, hmac: testHmac, baseUrl: BASE_URL });
  return { intake, api, page: async (path: string) => (await api.request(path)).text() };
};

describe("the OpenAPI document", () => {
  const api = openapi(BASE_URL);

  test("is 3.1, is served as JSON, and every reference in it leads somewhere", async () => {
    const docs = await openDocs();
    const served: unknown = JSON.parse(await docs.page("/openapi.json"));
    expect(served).toEqual(JSON.parse(JSON.stringify(api)));
    expect(api.openapi).toBe("3.1.0");
    const references = [...JSON.stringify(api).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(5);
    for (const [, name = ""] of references) expect(Object.keys(api.components.schemas)).toContain(name);
  });

  test("lists the routes there are", () => {
    expect(Object.keys(api.paths)).toEqual([
      "/webhooks/{vendorId}",
      "/api/onboardings",
      "/api/onboardings/{id}",
      "/api/onboardings/{id}/events",
    ]);
  });

  test("describes a webhook that is accepted", async () => {
    const { intake } = await openDocs();
    expect((await intake.send(SAMPLE_BODY)).status).toBe(202);
    const { data } = z
      .looseObject({ required: z.array(z.string()), properties: z.looseObject({ data: z.looseObject({}) }) })
      .parse(api.components.schemas["PartnerApproved"]).properties;
    expect(data["required"]).toEqual([
      "externalPartnerId",
      "program",
      "partner",
      "contacts",
      "partnerManager",
    ]);
  });
});

describe("the readable documentation", () => {
  test("has a section for every problem there is", async () => {
    const { page } = await openDocs();
    const text = await page("/docs/errors");
    for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`id="${code}"`);
  });

  test("shows every operation and every field of the reference", async () => {
    const { page } = await openDocs();
    const text = await page("/docs");
    for (const id of ["receiveWebhook", "listOnboardings", "showOnboarding", "listEvents"]) {
      expect(text).toContain(`id="${id}"`);
    }
    expect(text).toContain("people[].training[].modulesDone");
    expect(text).toContain("data.partner.legalName");
  });

  test("links only to what is there, with the headers of our pages", async () => {
    const { api, page } = await openDocs();
    const pages = await Promise.all(["/docs", "/docs/errors"].map(page));
    const links = [...pages.join("").matchAll(/href="(\/(?:docs|openapi)[^"]*)"/g)].map(
      ([, href = ""]) => href,
    );
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) expect((await api.request(link)).status).toBe(200);
    const policy = (await api.request("/docs")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    for (const text of pages) expect(text).not.toMatch(/<script>|style="/);
  });

  test("draws nested fields, lists and choices", () => {
    const rows = schemaRows({
      properties: {
        a: { anyOf: [{ properties: { b: { enum: ["x", "y"] } } }, { type: "null" }] },
        c: { items: { properties: { d: { type: "string", format: "date-time" } } } },
      },
      required: ["a"],
    });
    expect(rows.map(({ path, type, required }) => [path, type, required])).toEqual([
      ["a", "anything | null", true],
      ["a.b", "x | y", false],
      ["c", "list of anything", false],
      ["c[].d", "date-time", false],
    ]);
  });
});

async function againstServer(work: (place: { baseUrl: string; folder: string }) => Promise<string>) {
  const intake = await openIntake();
  intake.moveTo(instant(Date.now()));
  const app = new Hono().route("/", intake.app);
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
    listening.resolve(port),
  );
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  await writeFile(join(folder, "partner.json"), SAMPLE_JSON);
  try {
    return await work({ baseUrl: `http://127.0.0.1:${await listening.promise}`, folder });
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

describe("the examples as they are printed", () => {
  const run = promisify(execFile);

  test("the one for Node is accepted", async () => {
    const answer = await againstServer(async ({ baseUrl, folder }) => {
      await writeFile(join(folder, "send.mjs"), nodeExample(baseUrl));
      const env = { ...process.env, VENDOR: "acme", SECRET };
      return (await run(process.execPath, ["send.mjs"], { cwd: folder, env })).stdout;
    });
    expect(answer).toMatch(/^202 \{"onboardingId":"acme\./);
  });

  test("the one for a shell is accepted", async (context) => {
    const tools = await run("sh", ["-c", "command -v curl openssl base64 od"]).catch(() => null);
    if (!tools) context.skip("without curl and openssl it cannot be run");
    const answer = await againstServer(async ({ baseUrl, folder }) => {
      const script = shellExample(baseUrl)
        .replace("VENDOR=demo ", "VENDOR=acme ")
        .replace("SECRET=whsec_... ", `SECRET=${SECRET} `);
      return (await run("sh", ["-c", script], { cwd: folder })).stdout;
    });
    expect(answer).toMatch(/^\{"onboardingId":"acme\./);
  });
});
