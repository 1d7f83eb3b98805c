import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Command } from "../../../domain/commands.ts";
import type { OnboardingId } from "../../../domain/ids.ts";
import { makeChange } from "../../../functions/change.ts";
import {
  Accepted,
  EventList,
  OnboardingDetail,
  OnboardingList,
  ProblemAnswer,
} from "../../../functions/vendor-api/answers.ts";
import { vendorApi } from "../../../functions/vendor-api/app.ts";
import { ANNA, GLOBEX, makeVendor, T0, testHmac } from "../../make.ts";
import { accepted, BASE_URL, openIntake, sampleBody, SECRET } from "../receive-webhook/intake.ts";
import type { Intake } from "../receive-webhook/intake.ts";

const KEY = "key_of_acme";
const OTHER_KEY = "key_of_globex";

let intake: Intake;
let api: ReturnType<typeof vendorApi>;

beforeEach(async () => {
  intake = await openIntake();
  const { onboardings, programs, vendors } = intake.store;
  await vendors.put(makeVendor({ webhookSecrets: [SECRET], apiKeyDigests: [testHmac("api_key", KEY)] }));
  await vendors.put(makeVendor({ id: GLOBEX, apiKeyDigests: [testHmac("api_key", OTHER_KEY)] }));
  api = vendorApi({ onboardings, programs, vendors, hmac: testHmac, baseUrl: BASE_URL });
});

const get = async (path: string, key = KEY): Promise<Response> =>
  api.request(path, { headers: { Authorization: `Bearer ${key}` } });

async function answered<T>(path: string, schema: z.ZodMiniType<T>): Promise<T> {
  const response = await get(path);
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return schema.parse(await response.json());
}

async function problemAt(path: string, key = KEY) {
  const response = await get(path, key);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { type, status, errors } = ProblemAnswer.parse(await response.json());
  expect(status).toBe(response.status);
  return { status, code: type.split("#")[1], pointers: errors?.map(({ pointer }) => pointer) };
}

const startOne = async (externalPartnerId = "CRM-1", legalName = "Heizwerk Niederrhein GmbH") => {
  const body = sampleBody();
  Object.assign(body.data, { externalPartnerId });
  body.data.partner.legalName = legalName;
  return accepted(await intake.send(body, { id: externalPartnerId }));
};

async function act(id: OnboardingId, command: Command): Promise<void> {
  const { onboardings, programs, vendors } = intake.store;
  const change = makeChange({ onboardings, programs, vendors, clock: () => T0, hmac: testHmac });
  const done = await change(id, command, { kind: "operator", operator: "ines" });
  if (!done.ok) throw new Error(done.error.kind);
}

/** Contract waived, training open. */
async function intoTraining(id: OnboardingId): Promise<void> {
  await act(id, { kind: "open_stage", stage: "contract" });
  await act(id, { kind: "waive_stage", stage: "contract", reason: "equivalent", note: "Signed on paper." });
  await act(id, { kind: "open_stage", stage: "training" });
  await act(id, {
    kind: "waive_training",
    contact: ANNA,
    track: "sales",
    reason: "tested_out",
    note: "Knows it.",
  });
}

describe("the API key", () => {
  test.each([
    ["none", {}],
    ["another", { Authorization: "Bearer nope" }],
    ["a digest", { Authorization: `Bearer ${testHmac("api_key", KEY)}` }],
    ["no bearer", { Authorization: `Basic ${KEY}` }],
    ["two keys", { Authorization: `Bearer ${KEY}, Bearer ${OTHER_KEY}` }],
  ])("is asked for: %s opens nothing", async (_, headers) => {
    const response = await api.request("/api/onboardings", { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(ProblemAnswer.parse(await response.json()).type).toMatch(/#api_key_required$/);
  });

  test("shows its vendor's onboardings and nobody else's", async () => {
    const id = await startOne();
    expect((await get(`/api/onboardings/${id}`)).status).toBe(200);
    expect(await problemAt(`/api/onboardings/${id}`, OTHER_KEY)).toMatchObject({
      status: 404,
      code: "not_found",
    });
    expect(await problemAt(`/api/onboardings/${id}/events`, OTHER_KEY)).toMatchObject({ status: 404 });
    expect(await (await get("/api/onboardings", OTHER_KEY)).json()).toEqual({ items: [], next: null });
  });
});

const found = async (query: string): Promise<string[]> =>
  (await answered(`/api/onboardings?${query}`, OnboardingList)).items.map(({ id }) => id);

describe("the list", () => {
  test("pages by cursor, newest first", async () => {
    const ids = [await startOne("A"), await startOne("B"), await startOne("C")];
    const first = await answered("/api/onboardings?limit=2", OnboardingList);
    const second = await answered(
      `/api/onboardings?limit=2&cursor=${encodeURIComponent(first.next ?? "")}`,
      OnboardingList,
    );
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test("finds by status, stage, name and id", async () => {
    const [one, other] = [await startOne("A", "Alpha GmbH"), await startOne("B", "Beta GmbH")];
    await act(other, { kind: "close", as: "withdrawn", note: "A mistake." });
    expect(await found("status=withdrawn")).toEqual([other]);
    expect(await found("status=in_progress&stage=contract")).toEqual([one]);
    expect(await found("search=alph")).toEqual([one]);
    expect(await found(`search=${other}`)).toEqual([other]);
    expect(await found("search=B")).toEqual([other]);
    expect(await found("search=nobody")).toEqual([]);
  });

  test.each([
    ["status=done", "/status"],
    ["stage=second_deal", "/stage"],
    ["limit=0", "/limit"],
    ["limit=101", "/limit"],
    ["limit=many", "/limit"],
    ["cursor=made-up", "/cursor"],
  ])("names the parameter at fault: %s", async (query, pointer) => {
    expect(await problemAt(`/api/onboardings?${query}`)).toEqual({
      status: 400,
      code: "invalid_query",
      pointers: [pointer],
    });
  });
});

describe("an onboarding", () => {
  test("is shown with stages, people and agreement", async () => {
    const id = await startOne();
    await intoTraining(id);
    const shown = await answered(`/api/onboardings/${id}`, OnboardingDetail);
    expect(shown).toMatchObject({
      id,
      externalPartnerId: "CRM-1",
      status: "in_progress",
      stage: "training",
      program: { id: "reseller" },
      partner: { legalName: "Heizwerk Niederrhein GmbH", domain: "heizwerk.example" },
      stages: [
        { stage: "contract", state: "waived", waiverReason: "equivalent" },
        { stage: "training", state: "open", doneAt: null },
        { stage: "certification", state: "pending", openedAt: null },
        { stage: "first_deal", state: "pending" },
      ],
      people: [
        { id: "c1", name: "Sabine Vogt", training: [{ track: "sales", state: "waived" }] },
        { id: "c2", name: "Tom Baker", training: [{ track: "technical", state: "enrolled", modules: 2 }] },
      ],
      deal: null,
    });
    expect(shown.deadline).toBe(shown.stages[1]?.deadline);
  });

  test.each(["acme.zzzzzzzzzzzz", "acme", "..%2fetc", "ACME.x"])(
    "that is not there is a 404: %s",
    async (id) => {
      expect(await problemAt(`/api/onboardings/${id}`)).toMatchObject({ status: 404, code: "not_found" });
      expect(await problemAt(`/api/onboardings/${id}/events`)).toMatchObject({ status: 404 });
    },
  );

  test("is not changed by this API", async () => {
    const headers = { Authorization: `Bearer ${KEY}` };
    const response = await api.request("/api/onboardings", { method: "POST", headers });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect(await problemAt("/api/nothing")).toMatchObject({ status: 404 });
  });
});

describe("the events of an onboarding", () => {
  test("come oldest first and whole, whatever the size of the pages", async () => {
    const id = await startOne();
    await intoTraining(id);
    const all = await answered(`/api/onboardings/${id}/events?limit=100`, EventList);
    expect(all.next).toBeNull();
    expect(all.items[0]).toMatchObject({ id: "1.0", type: "onboarding.started", actor: { kind: "vendor" } });
    expect(all.items.map(({ type }) => type)).toContain("stage.waived");

    for (const limit of [1, 2, 3]) {
      const paged: string[] = [];
      for (let next: string | null = ""; next !== null;) {
        const cursor: string = next ? `&cursor=${next}` : "";
        const page: z.infer<typeof EventList> = await answered(
          `/api/onboardings/${id}/events?limit=${limit}${cursor}`,
          EventList,
        );
        paged.push(...page.items.map((item) => item.id));
        next = page.next;
      }
      expect(paged).toEqual(all.items.map((item) => item.id));
    }
  });

  test("go on after the last one seen", async () => {
    const id = await startOne();
    const before = await answered(`/api/onboardings/${id}/events`, EventList);
    const last = before.items.at(-1)?.id ?? "";
    expect(await answered(`/api/onboardings/${id}/events?cursor=${last}`, EventList)).toEqual({
      items: [],
      next: null,
    });
    await act(id, { kind: "open_stage", stage: "contract" });
    const after = await answered(`/api/onboardings/${id}/events?cursor=${last}`, EventList);
    expect(after.items[0]?.type).toBe("stage.opened");
  });

  test("hold no name, address or note", async () => {
    const id = await startOne();
    await intoTraining(id);
    const text = JSON.stringify((await answered(`/api/onboardings/${id}/events?limit=100`, EventList)).items);
    expect(text).not.toMatch(/Sabine|heizwerk\.example"?@|Signed on paper/);
  });

  test("are not found by a cursor of another form", async () => {
    const id = await startOne();
    expect(await problemAt(`/api/onboardings/${id}/events?cursor=x`)).toEqual({
      status: 400,
      code: "invalid_query",
      pointers: ["/cursor"],
    });
  });
});

describe("the 202 of a webhook", () => {
  test("is as it is documented, and its link leads to the onboarding", async () => {
    const { links } = Accepted.parse(await (await intake.send(sampleBody())).json());
    expect((await get(new URL(links.self).pathname)).status).toBe(200);
  });
});
