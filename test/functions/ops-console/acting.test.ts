import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OnboardingId } from "../../../domain/ids.ts";
import { noteTrouble } from "../../../functions/troubles.ts";
import { ACME, ANNA, DAY, GLOBEX, makeStart, T0 } from "../../make.ts";
import { makeOperator, openConsole } from "./open-console.ts";
import type { Console } from "./open-console.ts";

let console: Console;
let id: OnboardingId;
const operator = makeOperator("operator");
const admin = makeOperator("admin");

beforeEach(async () => {
  console = await openConsole();
  id = await console.begin(ACME, "contractrun1", makeStart());
  await console.drive.openContract(id);
});
afterEach(() => console.close());

const page = async (query = ""): Promise<string> =>
  (await console.get(`/console/runs/${id}${query}`, admin)).text();
const state = async () => {
  const stored = await console.store.onboardings.load(id);
  if (!stored) throw new Error("gone");
  return stored.onboarding;
};
const press = (action: string, form: Record<string, string | readonly string[]>, who = operator) =>
  console.post(`/console/runs/${id}/${action}`, who, form);

const fail = async () => {
  const [row] = await console.store.effects.all(id);
  if (!row) throw new Error("no effect");
  const now = console.now();
  await console.store.effects.claim(id, row.key, now, now);
  await console.store.effects.settle(id, row.key, { state: "failed", error: "550 <no> such box" }, now);
  return row.key;
};

describe("an action", () => {
  test("lands in the log with who did it and why, and is said once", async () => {
    const answer = await press("extend_deadline", {
      deadline: "2026-10-30",
      note: "Their lawyer is on leave.",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/console/runs/${id}`]);
    const { stages } = await state();
    expect(stages.contract).toMatchObject({ state: "open", deadline: Date.UTC(2026, 9, 30, 23, 59) });
    const flash = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    const next = await console.get(`/console/runs/${id}`, admin, {
      cookie: `${console.cookieOf(admin)}; ${flash}`,
    });
    const text = await next.text();
    expect(text).toContain("The deadline was extended.");
    expect(text).toContain("Their lawyer is on leave.");
    expect(text).toContain("operator@acme.example");
    expect(next.headers.get("set-cookie")).toContain("Max-Age=0");
  });

  test("without a reason is sent back with what was typed, and changes nothing", async () => {
    const before = await state();
    const answer = await press("extend_deadline", { deadline: "2026-12-24", note: "  " });
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain("Please give a reason.");
    expect(text).toContain('value="2026-12-24"');
    expect(text).toMatch(/<details class="action" id="extend_deadline" open/);
    expect(await state()).toEqual(before);
  });

  test("that the rules refuse is sent back in words, with what was typed", async () => {
    const answer = await press("extend_deadline", { deadline: "2020-01-01", note: "My <b>long</b> reason" });
    const text = await answer.text();
    expect(answer.status).toBe(409);
    expect(text).toContain("The new deadline must lie ahead.");
    expect(text).toContain("My &lt;b&gt;long&lt;/b&gt; reason");
  });

  test("that is not offered any more says so, and gives back the reason", async () => {
    await press("close", { as: "withdrawn", note: "They merged." }, admin);
    const answer = await press("put_on_hold", { note: "Waiting for the board" });
    const text = await answer.text();
    expect(answer.status).toBe(409);
    expect(text).toContain("This run is closed (withdrawn).");
    expect(text).toContain("Waiting for the board");
  });

  test("pressed twice does it once", async () => {
    await console.drive.sign(id);
    await press("countersign", { note: "Welcome" });
    const rev = (await console.store.onboardings.load(id))?.rev;
    expect((await press("countersign", { note: "Welcome" })).status).toBe(303);
    expect((await console.store.onboardings.load(id))?.rev).toBe(rev);
  });

  test("nobody knows is not found", async () => {
    expect((await press("sign_agreement", { note: "x" })).status).toBe(404);
  });

  test("too long to be typed is refused as a whole", async () => {
    expect((await press("put_on_hold", { note: "x".repeat(70_000) })).status).toBe(413);
    expect((await press("put_on_hold", { note: "x".repeat(2001) })).status).toBe(422);
  });
});

describe("each action on people", () => {
  test("names the person and what will happen to them", async () => {
    const text = await page(`?act=reissue_link&for=${ANNA}`);
    expect(text).toContain("Person c1 gets a new link for Contract, the old one ends.");
  });

  test("hands over to somebody new", async () => {
    const form = { for: "c1", to: "new", name: "Carla Neu", email: "carla@musterhaus.example", locale: "de" };
    expect((await press("hand_over", { ...form, note: "Anna may not sign." })).status).toBe(303);
    const { agreement } = await state();
    expect(agreement.signatory).toBe("c3");
    expect(await page()).toContain("Carla Neu");
  });

  test("asks again for a mail address that is none, keeping the name", async () => {
    const form = { for: "c1", name: "Anna Neu", email: "anna at home", note: "typo" };
    const answer = await press("correct_address", form);
    const text = await answer.text();
    expect(answer.status).toBe(422);
    expect(text).toContain("This is no mail address");
    expect(text).toContain('value="Anna Neu"');
    expect(text).toContain('value="anna at home"');
  });

  test("asks again for a name of several lines", async () => {
    const form = { for: "c1", name: "Anna\nNeu", email: "anna@neu.example", note: "typo" };
    const answer = await press("correct_address", form);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("One line without control characters");
  });

  test("keeps a time zone in its one spelling", async () => {
    const form = { name: "Carla", email: "carla@neu.example", locale: "de", roles: ["sales"], note: "joins" };
    expect((await press("add_contact", { ...form, timeZone: "Europe/Nowhere" })).status).toBe(422);
    expect((await press("add_contact", { ...form, timeZone: "eUROPE/bERLIN" })).status).toBe(303);
    expect((await state()).contacts.at(-1)?.timeZone).toBe("Europe/Berlin");
  });

  test("draws the agreement up anew for another name, and ends the link for another address", async () => {
    const before = await console.store.onboardings.record(id, "person", "c1");
    if (!before) throw new Error("nobody");
    const correct = (changes: object) =>
      press("correct_address", { for: "c1", note: "typo", ...before, ...changes });
    await correct({ phone: "+49 211 4711" });
    expect(await state()).toMatchObject({ agreement: { state: "sent" }, links: {} });
    await correct({ email: "anna@neu.example" });
    expect(await state()).toMatchObject({ agreement: { state: "sent" }, links: { "c1.contract": 2 } });
    await correct({ email: "anna@neu.example", name: "Anna Neu" });
    expect(await state()).toMatchObject({ agreement: { state: "draft" }, links: { "c1.contract": 2 } });
    expect(await page()).toContain("the agreement is drawn up anew");
  });

  test("corrects the address of the one it was opened for", async () => {
    await press("correct_address", { for: "c2", name: "Ben Neu", email: "ben@neu.example", note: "typo" });
    expect(await console.store.onboardings.record(id, "person", "c2")).toEqual({
      name: "Ben Neu",
      email: "ben@neu.example",
    });
    expect((await console.store.onboardings.record(id, "person", "c1"))?.name).toBe("Person c1");
  });
});

describe("on hold and back", () => {
  test("offers only to resume, and moves the deadline by the time on hold", async () => {
    const before = (await state()).stages.contract;
    await press("put_on_hold", { note: "Holidays" });
    const text = await page();
    expect(text).toContain("Links work again and every deadline moves");
    expect(text).not.toContain(`/put_on_hold"`);
    console.wait(3 * DAY);
    await press("resume", { note: "Back" });
    const after = (await state()).stages.contract;
    if (before.state !== "open" || after.state !== "open") throw new Error("not open");
    expect(after.deadline - before.deadline).toBe(3 * DAY);
  });
});

describe("what has failed", () => {
  test("stands on the run, on the list of failures and on the work list, with its reason", async () => {
    await fail();
    expect(await page()).toContain("550 &lt;no&gt; such box");
    expect(await (await console.get("/console/effects", admin)).text()).toContain("550 &lt;no&gt; such box");
    expect(await (await console.get("/console", admin)).text()).toContain("One thing we tried to do");
  });

  test("so that nothing can be done for an onboarding stands there too, for who covers its vendor", async () => {
    await noteTrouble(
      { snapshots: console.store.snapshots, clock: () => T0 },
      id,
      new Error("its <program> is gone"),
    );
    const [list, home] = ["/console/effects", "/console"];
    expect(await (await console.get(list, admin)).text()).toContain("its &lt;program&gt; is gone");
    expect(await (await console.get(home, admin)).text()).toContain("One onboarding cannot be worked");
    const elsewhere = makeOperator("admin", { vendors: [GLOBEX] });
    expect(await (await console.get(list, elsewhere)).text()).not.toContain("is gone");
    expect(await (await console.get(home, elsewhere)).text()).not.toContain("cannot be worked");
  });

  test("in vain so far is told on the run's page, with its reason, while it is tried on", async () => {
    const [row] = await console.store.effects.all(id);
    const key = row?.key ?? "";
    const now = console.now();
    for (let tries = 0; tries < 3; tries++) {
      expect(await page()).not.toContain("In vain so far");
      await console.store.effects.claim(id, key, now, now);
      await console.store.effects.settle(id, key, { state: "due", dueAt: now, error: "no <relay>" }, now);
    }
    expect(await page()).toContain("In vain so far");
    expect(await page()).toMatch(/no &lt;relay&gt; · tried 3 times, next/);
  });

  test("so that a run cannot even be read is told on its page, to who covers its vendor", async () => {
    console.store.database.prepare("UPDATE onboarding SET state = '<broken>' WHERE id = ?").run(id);
    const answer = await console.get(`/console/runs/${id}`, admin);
    expect(answer.status).toBe(500);
    const said = await answer.text();
    expect(said).toContain("This onboarding cannot be shown");
    expect(said).toMatch(/The reason: [^<]*&lt;broken/);
    expect(console.faults).toHaveLength(1);
    const elsewhere = makeOperator("admin", { vendors: [GLOBEX] });
    expect((await console.get(`/console/runs/${id}`, elsewhere)).status).toBe(404);
    expect((await console.get("/console/runs", admin)).status).toBe(200);
  });

  test("is due again once an admin tries again, and only what failed", async () => {
    const key = await fail();
    const answer = await console.post(`/console/runs/${id}/effects/${key}/retry`, admin, { back: "effects" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/console/effects"]);
    const row = (await console.store.effects.all(id)).find((one) => one.key === key);
    expect(row?.state).toBe("due");
    expect((await console.post(`/console/runs/${id}/effects/nothing/retry`, admin)).status).toBe(404);
  });
});

describe("a fault of ours", () => {
  test("is reported, and said without its details", async () => {
    console.store.close();
    const answer = await console.get("/console", admin);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain("Something failed on our side.");
    expect(console.faults).toHaveLength(1);
    console = await openConsole();
  });
});
