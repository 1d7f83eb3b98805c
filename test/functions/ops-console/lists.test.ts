import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onboardingId } from "../../../domain/ids.ts";
import { ACME, ANNA, DAY, GLOBEX, makeStart } from "../../make.ts";
import { makeProgram } from "../../make-program.ts";
import { makeOperator, openConsole } from "./open-console.ts";
import type { Console } from "./open-console.ts";

let console: Console;
const viewer = makeOperator("viewer");
beforeEach(async () => {
  console = await openConsole();
});
afterEach(() => console.close());

const partner = (index: number) =>
  makeStart({
    externalPartnerId: `crm-${index}`,
    partner: { legalName: `Partner ${String(index).padStart(3, "0")}`, type: "reseller", country: "DE" },
  });

async function begin(count: number, from = 0) {
  for (let index = from; index < from + count; index++) {
    const id = await console.begin(ACME, `run${String(index).padStart(9, "0")}`, partner(index));
    await console.drive.openContract(id);
    if (index % 3 === 1) await console.drive.sign(id);
    if (index % 5 === 2)
      await console.tell(id, { kind: "put_on_hold", note: "x" }, { kind: "operator", operator: "olga" });
    if (index % 7 === 3)
      await console.tell(
        id,
        { kind: "close", as: "withdrawn", note: "x" },
        { kind: "operator", operator: "olga" },
      );
    console.wait(1000);
  }
}

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/class="partner-name"[^>]*><bdi>([^<]*)<\/bdi>/g)].map((match) => match[1] ?? "");
const page = async (path: string, who = viewer): Promise<string> => (await console.get(path, who)).text();

describe("the list of runs", () => {
  test("shows as many runs as each count says", async () => {
    await begin(24);
    const text = await page("/console/runs");
    const chips = [
      ...text.matchAll(/<a\s+id="chip-[^"]*"[^>]*?href="([^"]*)"[^>]*>[^<]*<span class="muted num">(\d+)</g),
    ];
    expect(chips.length).toBeGreaterThan(10);
    for (const [, href = "", count] of chips)
      expect([href, namesIn(await page(href.replaceAll("&amp;", "&"))).length]).toEqual([
        href,
        Number(count),
      ]);
  });

  test("is paged by cursors: every run once, in order", async () => {
    await begin(120);
    const seen: string[] = [];
    let path = "/console/runs";
    for (let pages = 0; pages < 10 && path; pages++) {
      const text = await page(path);
      seen.push(...namesIn(text));
      path = /id="next-page"\s+rel="next"\s+href="([^"]*)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    }
    expect(seen).toHaveLength(120);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  test("names a run that cannot be read, and shows the others; so does the start page", async () => {
    await begin(3);
    const id = onboardingId(ACME, "run000000001");
    console.store.database.prepare("UPDATE onboarding SET summary = '{' WHERE id = ?").run(id);
    const notice = /1 run cannot be read and is missing here:\s*<a id="unreadable-[^"]*" href="([^"]*)"/;
    const runs = await page("/console/runs");
    expect(namesIn(runs)).toEqual(["Partner 002", "Partner 000"]);
    expect(notice.exec(runs)?.[1]).toBe(`/console/runs/${id}`);
    const home = await page("/console");
    expect(notice.exec(home)?.[1]).toBe(`/console/runs/${id}`);
    expect(home).not.toContain("Nothing needs you");
    expect(home).toContain("Of what can be read, nothing needs you");
  });

  test("begins again at a cursor that is not its own, and says so", async () => {
    await begin(3);
    const text = await page("/console/runs?cursor=made-up");
    expect(text).toContain("This is the list from its start.");
    expect(namesIn(text)).toHaveLength(3);
  });

  test("finds by the beginning of the name, and keeps the search in the form", async () => {
    await begin(12);
    const text = await page("/console/runs?q=Partner+011");
    expect(namesIn(text)).toEqual(["Partner 011"]);
    expect(text).toContain('value="Partner 011"');
  });

  test("combines filters, and ignores values that mean nothing", async () => {
    await begin(10);
    expect(namesIn(await page("/console/runs?status=on_hold&stage=contract"))).toHaveLength(2);
    expect(namesIn(await page("/console/runs?status=nonsense&stage=%3Cscript%3E"))).toHaveLength(10);
  });

  test("says what to do when nothing fits, and when there is nothing yet", async () => {
    expect(await page("/console/runs")).toContain("No partner has been sent here yet.");
    await begin(1);
    expect(await page("/console/runs?q=zzz")).toContain("No run fits.");
  });

  test("offers the programs that one's vendors use, and no others", async () => {
    await console.store.programs.publish(makeProgram({ id: "secret-plans", version: "b".repeat(64) }));
    await begin(1);
    expect(await page("/console/runs")).toContain('<option value="reseller"');
    expect(await page("/console/runs")).not.toContain("secret-plans");
    expect(await page("/console/runs", makeOperator("viewer", { vendors: [GLOBEX] }))).not.toContain(
      "reseller",
    );
    expect(await page("/console/runs", makeOperator("admin", { vendors: "all" }))).toContain("secret-plans");
  });

  test("narrows to one vendor for those who cover several", async () => {
    await begin(2);
    await console.begin(GLOBEX, "globexrun001", partner(77));
    const all = makeOperator("viewer", { vendors: "all" });
    expect(namesIn(await page("/console/runs", all))).toHaveLength(3);
    expect(namesIn(await page(`/console/runs?vendor=${GLOBEX}`, all))).toEqual(["Partner 077"]);
  });
});

describe("the work list", () => {
  test("begins with what has waited longest, each with its reason and button", async () => {
    for (const index of [1, 4]) {
      const id = await console.begin(ACME, `waiting0000${index}`, partner(index));
      await console.drive.openContract(id);
      await console.drive.sign(id);
      console.wait(DAY);
    }
    const text = await page("/console", makeOperator("operator"));
    const work = text.slice(text.indexOf('id="part-work"'), text.indexOf('id="part-figures"'));
    expect(namesIn(work)).toEqual(["Partner 001", "Partner 004"]);
    expect(work).toContain("The agreement waits for the countersignature");
    expect(work).toContain(`href="/console/runs/acme.waiting00001?act=countersign#countersign"`);
  });

  test("names the person whose mail comes back, and leads to the form for that person", async () => {
    const id = await console.begin(ACME, "bouncedrun01", makeStart());
    await console.drive.openContract(id);
    await console.tell(
      id,
      { kind: "record_bounce", contact: ANNA, email: "1.0.0" },
      { kind: "system", name: "dispatch" },
    );
    const text = await page("/console", makeOperator("operator"));
    expect(text).toContain("Mail to Person c1 comes back");
    expect(text).toContain("?act=correct_address&amp;for=c1#correct_address");
  });

  test("says so when nothing needs anybody", async () => {
    expect(await page("/console")).toContain("Nothing needs you.");
  });
});

describe("parts that keep themselves up to date", () => {
  test("are the same as on the page, and are not sent again as long as they are", async () => {
    await begin(3);
    const text = await page("/console/runs");
    const etag = /id="part-list"[\s\S]*?data-etag="([^"]*)"/.exec(text)?.[1] ?? "";
    const same = await console.get("/console/runs?part=list", viewer, { "if-none-match": `"${etag}"` });
    expect([same.status, await same.text()]).toEqual([304, ""]);
    await begin(1, 50);
    const changed = await console.get("/console/runs?part=list", viewer, { "if-none-match": `"${etag}"` });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain("Partner 050");
  });

  test("that do not exist are not found", async () => {
    expect((await console.get("/console?part=__proto__", viewer)).status).toBe(404);
    expect((await console.get("/console/runs?part=toString", viewer)).status).toBe(404);
  });
});
