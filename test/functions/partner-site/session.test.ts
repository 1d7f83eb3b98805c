import { describe, expect, test } from "vitest";
import { contactId } from "../../../domain/ids.ts";
import { linkId } from "../../../domain/link.ts";
import { ANNA, BEN, HOUR, makeOnboarding, makeVendor, withStageOpen } from "../../make.ts";
import { enter, openSite, SAME_ORIGIN, visitor } from "./site.ts";

const MINUTE = 60_000;
const formHeaders = { "Content-Type": "application/x-www-form-urlencoded", ...SAME_ORIGIN };

/** The page without the id it was asked for. */
const masked = (page: string, id: string): string => page.replaceAll(id, "ID");

/** The page without the color of the vendor that the id names. */
const withoutColor = (page: string): string => page.replace(/(style\.css)[^"]*/, "$1");

const sheetOf = async (page: Promise<string>) => /href="(\/assets\/style[^"]*)"/.exec(await page)?.[1];

async function atContract() {
  const site = await openSite();
  await site.open("contract");
  await site.sendAgreement();
  return site;
}

describe("a link without its secret", () => {
  test("gets the same page whether it is known or not", async () => {
    const site = await atContract();
    const known = linkId({ onboarding: site.id, contact: ANNA, stage: "contract" });
    const ids = [known, known.replace("k3v9", "zzzz"), known.replace("c1", "c9"), "nonsense"];
    const pages = await Promise.all(
      ids.map(async (id) => {
        const answer = await site.app.request(`/p/${id}`);
        return [answer.status, withoutColor(masked(await answer.text(), id))];
      }),
    );
    for (const page of pages) expect(page).toEqual(pages[0]);
    expect(pages[0]?.[1]).not.toContain("Musterhaus");
    expect(pages[0]?.[1]).not.toContain(makeVendor().name);
  });

  test("is shown in the vendor's color, so that its page needs no other style sheet", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const before = await sheetOf(anna.page());
    await anna.enter();
    expect(before).toContain("accent=0b5cad");
    expect(await sheetOf(anna.page())).toBe(before);
  });

  test("gets the same refusal for a guess at a known, an unknown and a malformed link", async () => {
    const site = await atContract();
    const known = linkId({ onboarding: site.id, contact: ANNA, stage: "contract" });
    const ids = [known, known.replace("k3v9", "zzzz"), known.replace("contract", "training"), "nonsense"];
    const pages = await Promise.all(
      ids.map(async (id) => {
        const answer = await site.app.request(`/p/${id}/session`, {
          method: "POST",
          body: "secret=guess",
          headers: formHeaders,
        });
        expect(answer.headers.get("Set-Cookie")).toBeNull();
        return [answer.status, masked(await answer.text(), id)];
      }),
    );
    for (const page of pages) expect(page).toEqual([403, pages[0]?.[1]]);
  });

  test("is answered with a pause after ten wrong tries, and the right secret still opens it", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    for (let tries = 0; tries < 10; tries++) {
      expect((await anna.post("/session", { secret: "wrong" })).status).toBe(403);
    }
    expect((await anna.post("/session", { secret: "wrong" })).status).toBe(429);
    expect((await anna.enter()).status).toBe(303);
  });
});

describe("opening a link", () => {
  test("sets a cookie for this path alone, and writes nothing", async () => {
    const site = await atContract();
    const before = await site.stored();
    const anna = await visitor(site, ANNA, "contract");
    const cookie = (await anna.enter()).headers.get("Set-Cookie") ?? "";
    expect(cookie).toMatch(/^__Secure-partner=/);
    for (const part of [`Path=${anna.path}`, "HttpOnly", "Secure", "SameSite=Strict", "Max-Age=1800"]) {
      expect(cookie).toContain(part);
    }
    expect(cookie).not.toContain(anna.secret);
    expect(await site.stored()).toEqual(before);
  });

  test("takes the whole link as it was pasted, also that of another step", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const pasted = await anna.post("/session", { secret: await site.link(ANNA, "contract") });
    expect(pasted.headers.get("Location")).toBe(anna.path);

    const elsewhere = await site.app.request("/p/acme.other0000000.c1.contract/session", {
      method: "POST",
      body: new URLSearchParams({ secret: await site.link(ANNA, "contract") }),
      headers: formHeaders,
    });
    expect(elsewhere.headers.get("Location")).toBe(anna.path);
  });

  test("of a stage that has not begun is refused even with the right secret", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "training");
    expect((await anna.enter()).status).toBe(403);
  });

  test("one person's secret does not open another's link", async () => {
    const site = await atContract();
    const [anna, ben] = [await visitor(site, ANNA, "contract"), await visitor(site, BEN, "contract")];
    expect((await ben.post("/session", { secret: anna.secret })).status).toBe(403);
  });
});

describe("a session", () => {
  test("ends after thirty minutes without a visit, and a POST then says that nothing was saved", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    expect(await anna.page()).toContain("Ihr Partnervertrag");
    site.pass(20 * MINUTE);
    await anna.get();
    site.pass(20 * MINUTE);
    expect(await anna.page()).toContain("Ihr Partnervertrag");
    site.pass(31 * MINUTE);
    expect(await anna.page()).toContain("Link oder Code aus der E-Mail");
    const late = await anna.post("/agreement/open");
    expect(late.status).toBe(403);
    expect(await late.text()).toContain("Ihre Sitzung ist zu Ende");
    expect((await site.state()).agreement.state).toBe("sent");
  });

  test("ends at once when the link is reissued", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    await site.act({ kind: "reissue_link", contact: ANNA, note: "leaked" });
    expect((await anna.get()).status).toBe(410);
    expect((await anna.post("/agreement/open")).status).toBe(410);
    expect((await anna.enter()).status).toBe(403);
    const again = await enter(site, ANNA, "contract");
    expect((await again.get()).status).toBe(200);
  });

  test("of one link is of no use at another", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const cookie = ((await anna.enter()).headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
    const ben = await visitor(site, BEN, "contract");
    const answer = await ben.send("", { headers: { Cookie: cookie } });
    expect(await answer.text()).toContain("Link oder Code aus der E-Mail");
  });

  test("with a tampered cookie is none", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const cookie = ((await anna.enter()).headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
    anna.forget();
    const tampered = await anna.send("", { headers: { Cookie: `${cookie.slice(0, -2)}xx` } });
    expect(await tampered.text()).toContain("Link oder Code aus der E-Mail");
  });
});

describe("a link of one stage", () => {
  const form = { name: "Carla Prokura", email: "carla@musterhaus.example", locale: "de", note: "" };

  test.each([
    ["/deal", {}],
    ["/deal/withdraw", { note: "x" }],
    ["/agreement/sign", {}],
    ["/exam/sales/start", {}],
    ["/hand-over", form],
  ])("cannot act on another: POST %s", async (path, fields) => {
    const over = { ...withStageOpen(makeOnboarding(), "first_deal") };
    const site = await openSite({ onboarding: over });
    const before = await site.stored();
    const anna = await enter(site, ANNA, "training");
    expect((await anna.post(path, fields)).status).toBe(409);
    expect(await site.stored()).toEqual(before);
  });
});

describe("a POST that is not from one of our pages", () => {
  test.each([
    ["without any word of its origin", {}],
    ["from another site", { "Sec-Fetch-Site": "cross-site", Origin: "https://onboarding.test" }],
    ["from another origin", { Origin: "https://evil.example" }],
  ])("%s changes nothing", async (_name, headers: Record<string, string>) => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    const sent = await anna.send("/agreement/open", { method: "POST", headers });
    expect(sent.status).toBe(403);
    expect((await site.state()).agreement.state).toBe("sent");
  });

  test("with our Origin alone is taken, for browsers that say no more", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    const sent = await anna.send("/agreement/open", {
      method: "POST",
      headers: { Origin: "https://onboarding.test" },
    });
    expect(sent.status).toBe(303);
  });

  test("too large or no form is answered with a page", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    const large = await anna.post("/agreement/decline", { note: "x".repeat(70_000) });
    expect(large.status).toBe(413);
    const json = await anna.send("/agreement/decline", {
      method: "POST",
      body: "{}",
      headers: { "Content-Type": "application/json", ...SAME_ORIGIN },
    });
    expect(json.status).toBe(415);
    expect((await site.state()).progress.state).toBe("open");
  });
});

const resent = async (site: Awaited<ReturnType<typeof atContract>>): Promise<number> => {
  const commits = await site.store.onboardings.commits(site.id, 0, 100);
  return commits.flatMap(({ events }) => events).filter(({ event }) => event.type === "link.resent").length;
};

describe("asking for the link again", () => {
  test("sends it once an hour, and always answers the same", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const pages = [await anna.post("/resend"), await anna.post("/resend")];
    const [first, second] = await Promise.all(pages.map((answer) => answer.text()));
    expect(first).toEqual(second);
    expect(await resent(site)).toBe(1);
    site.pass(HOUR + MINUTE);
    await anna.post("/resend");
    expect(await resent(site)).toBe(2);
  });

  test("answers the same for a link that is not, or whose holder has nothing to do, and sends nothing", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const known = masked(await (await anna.post("/resend")).text(), anna.path);
    for (const contact of [BEN, contactId("c9")]) {
      const id = linkId({ onboarding: site.id, contact, stage: "contract" });
      const answer = await site.app.request(`/p/${id}/resend`, {
        method: "POST",
        headers: { ...SAME_ORIGIN, "Accept-Language": "de" },
      });
      expect(masked(await answer.text(), `/p/${id}`)).toBe(known);
    }
    expect(await resent(site)).toBe(1);
  });
});
