import { afterEach, beforeEach, expect, test } from "vitest";
import { ANNA, makeDealForm, makeStart } from "../../make.ts";
import { makeOperator, openConsole } from "./open-console.ts";
import type { Console } from "./open-console.ts";

const MARKUP = `<img src=x onerror=alert(1)>"'&</textarea></script>`;
const ARABIC = "شركة \u202eالاختبار";
const EMOJI = "Zoë 👩‍💻 & Söhne";
const HOSTILE = [MARKUP, ARABIC, EMOJI].join(" ");

let console: Console;
beforeEach(async () => {
  console = await openConsole();
});
afterEach(() => console.close());

test("names with markup, right-to-left text and emoji come out escaped and whole on every page", async () => {
  const base = makeStart();
  const request = makeStart({
    externalPartnerId: HOSTILE.slice(0, 60),
    partner: { legalName: HOSTILE, type: "reseller", country: "DE" },
    people: base.people.map((one) => ({ ...one, person: { name: HOSTILE, email: one.person.email } })),
    manager: { name: HOSTILE, email: "max@acme.example" },
  });
  const id = await console.runWithDeal("hostilenames", request);
  const admin = makeOperator("admin", { name: HOSTILE });
  await console.tell(
    id,
    { kind: "withdraw_deal", contact: ANNA, note: HOSTILE },
    { kind: "contact", contact: ANNA },
  );
  await console.drive.register(id, makeDealForm({ customerName: HOSTILE, nextSteps: HOSTILE }));
  await console.post(`/console/runs/${id}/view_deal`, admin);
  const refused = await console.post(`/console/runs/${id}/extend_deadline`, admin, {
    deadline: "2020-01-01",
    note: HOSTILE,
  });
  const row = (await console.store.effects.all(id))[0];
  if (!row) throw new Error("no effect");
  await console.store.effects.claim(id, row.key, console.now(), console.now());
  await console.store.effects.settle(id, row.key, { state: "failed", error: HOSTILE }, console.now());

  const pages = [
    refused,
    ...(await Promise.all(
      [
        "/console",
        `/console/runs?q=${encodeURIComponent(HOSTILE.slice(0, 80))}`,
        "/console/runs",
        "/console/effects",
        `/console/runs/${id}`,
        `/console/runs/${id}?act=correct_address&for=c1`,
        `/console/runs/${id}?act=${encodeURIComponent(MARKUP)}&for=${encodeURIComponent(MARKUP)}`,
      ].map((path) => console.get(path, admin)),
    )),
  ];
  for (const page of pages) {
    const text = await page.text();
    expect(text).not.toMatch(/<img|<\/script>"|onerror=alert\(1\)>/);
    expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  }
  const run = await (await console.get(`/console/runs/${id}`, admin)).text();
  expect(run).toContain(ARABIC);
  expect(run).toContain("👩‍💻");
});
