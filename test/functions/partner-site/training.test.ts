import { describe, expect, test } from "vitest";
import { ANNA } from "../../make.ts";
import { atTraining, inBothTracks } from "./learning.ts";
import { enter } from "./site.ts";

const FIRST = "/modules/sales/sales-m1";

describe("a module's check", () => {
  test("explains a wrong answer, keeps what was chosen, and counts for nothing", async () => {
    const site = await atTraining();
    const anna = await enter(site, ANNA, "training");
    const wrong = await anna.post(FIRST, { "q-sales-m1-q1": "b" });
    const page = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(page).toContain("Option a, because the text says so. (de)");
    expect(page).toMatch(/value="b"\s+checked/);
    expect((await site.state()).enrollments[0]?.state).toBe("enrolled");
  });

  test("answered rightly is done, is explained, and leads to the next lesson, which says so", async () => {
    const site = await atTraining();
    const anna = await enter(site, ANNA, "training");
    const right = await anna.post(FIRST, { "q-sales-m1-q1": "a" });
    const next = `${anna.path}/modules/sales/sales-m2`;
    expect(right.headers.get("Location")).toBe(`${next}?done=sales/sales-m1`);
    const note = "„Module sales-m1 (de)“ ist erledigt";
    expect(await anna.page("/modules/sales/sales-m2?done=sales/sales-m1")).toContain(note);
    expect(await anna.page("/modules/sales/sales-m2")).not.toContain(note);
    const page = await anna.page(FIRST);
    expect(page).toContain("Option a, because the text says so. (de)");
    expect(page).toContain(next);
    expect((await anna.post(FIRST, { "q-sales-m1-q1": "c" })).status).toBe(303);
  });

  test("done last, the overview says who is waited for", async () => {
    const site = await atTraining();
    const anna = await enter(site, ANNA, "training");
    await anna.post(FIRST, { "q-sales-m1-q1": "a" });
    expect(await anna.page()).toContain("Weiter mit: Module sales-m2 (de)");
    const last = await anna.post("/modules/sales/sales-m2", { "q-sales-m2-q1": "a" });
    expect(last.headers.get("Location")).toBe(anna.path);
    const page = await anna.page();
    expect(page).toContain("Ihre Schulung ist abgeschlossen");
    expect(page).toContain("Sobald auch Ihre Kolleginnen und Kollegen fertig sind");
  });
});

describe("after a module", () => {
  test("the next one of the same track comes first, then what is left of another", async () => {
    const site = await inBothTracks();
    const anna = await enter(site, ANNA, "training");
    const way: (string | null)[] = [];
    for (const id of ["technical-m2", "technical-m1", "sales-m1", "sales-m2"]) {
      const done = await anna.post(`/modules/${id.slice(0, -3)}/${id}`, { [`q-${id}-q1`]: "a" });
      way.push(done.headers.get("Location")?.replace(anna.path, "").replace(/\?.*/, "") ?? null);
    }
    expect(way).toEqual([
      "/modules/technical/technical-m1",
      "/modules/sales/sales-m1",
      "/modules/sales/sales-m2",
      "",
    ]);
  });

  test.each(["sales/sales-m2", "technical/technical-m1", "nonsense", "%00/<b>"])(
    "nothing is said to be done that is not: %s",
    async (done) => {
      const anna = await enter(await atTraining(), ANNA, "training");
      const page = await anna.page(`${FIRST}?done=${encodeURIComponent(done)}`);
      expect(page).not.toContain("ist erledigt");
    },
  );
});

describe("somebody else's module", () => {
  test.each(["/modules/technical/technical-m1", "/modules/sales/none", "/modules/none/none"])(
    "%s is neither shown nor taken",
    async (path) => {
      const site = await atTraining();
      const before = await site.stored();
      const anna = await enter(site, ANNA, "training");
      expect((await anna.get(path)).status).toBe(404);
      expect((await anna.post(path, { "q-technical-m1-q1": "a" })).status).toBe(404);
      expect(await site.stored()).toEqual(before);
    },
  );
});
