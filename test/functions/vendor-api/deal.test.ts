import { afterEach, beforeEach, expect, test } from "vitest";
import type { OnboardingId } from "../../../domain/ids.ts";
import { vendorApi } from "../../../functions/vendor-api/app.ts";
import { OnboardingDetail } from "../../../functions/vendor-api/answers.ts";
import { makeDealForm, makeVendor, testHmac } from "../../make.ts";
import { makeOperator, openConsole } from "../ops-console/open-console.ts";
import type { Console } from "../ops-console/open-console.ts";

let console: Console;
let id: OnboardingId;
beforeEach(async () => {
  console = await openConsole({
    vendors: [makeVendor({ apiKeyDigests: [testHmac("api_key", "key_of_acme")] })],
  });
  id = await console.runWithDeal();
});
afterEach(() => console.close());

async function customerName(): Promise<string | null | undefined> {
  const api = vendorApi({ ...console.store, hmac: testHmac, baseUrl: "http://127.0.0.1:8080" });
  const headers = { authorization: "Bearer key_of_acme" };
  const answer = await api.request(`/api/onboardings/${id}`, { headers });
  return OnboardingDetail.parse(await answer.json()).deal?.customerName;
}

test("a registration names its customer only once somebody opened it, which the partner sees", async () => {
  expect(await customerName()).toBeNull();
  await console.post(`/console/runs/${id}/view_deal`, makeOperator("operator"));
  expect(await customerName()).toBe(makeDealForm().customerName);
});
