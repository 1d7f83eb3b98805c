import { describe, expect, test } from "vitest";
import { ANNA, BEN } from "../../make.ts";
import { atExam, atTraining } from "./learning.ts";
import { enter, FOLLOW, openSite, visitor } from "./site.ts";

async function atContract() {
  const site = await openSite();
  await site.open("contract");
  await site.sendAgreement();
  return site;
}

describe("a form sent by the page's script", () => {
  test("is answered with the page that comes next, and says which that is", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    const answer = await anna.post("/agreement/open", {}, FOLLOW);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Location")).toBe(`${anna.path}/agreement`);
    expect(answer.headers.get("Content-Type")).toContain("text/html");
    expect(await answer.text()).toBe(await anna.page("/agreement"));
    expect((await site.state()).agreement.state).toBe("opened");
  });

  test("opens a link with one request: the cookie comes with the page", async () => {
    const site = await atContract();
    const anna = await visitor(site, ANNA, "contract");
    const answer = await anna.post("/session", { secret: anna.secret }, FOLLOW);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Content-Location")).toBe(anna.path);
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(await answer.text()).toContain("Ihr Partnervertrag");
    expect(await anna.page()).toContain("Ihr Partnervertrag");
  });

  test("opens the link that was pasted, also where another's session is open", async () => {
    const site = await atExam();
    const anna = await enter(site, ANNA, "certification");
    const pasted = { secret: await site.link(BEN, "certification") };
    const answer = await anna.post("/session", pasted, FOLLOW);
    const { pathname } = new URL(pasted.secret);
    expect(answer.headers.get("Content-Location")).toBe(pathname);
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toContain(`Path=${pathname};`);
    expect(await answer.text()).toContain("Ben Carter");
  });

  test("is answered as ever where nothing comes next", async () => {
    const site = await atTraining();
    const anna = await enter(site, ANNA, "training");
    const wrong = await anna.post("/modules/sales/sales-m1", { "q-sales-m1-q1": "b" }, FOLLOW);
    expect(wrong.status).toBe(422);
    expect(wrong.headers.get("Content-Location")).toBeNull();
    const refused = await anna.post("/agreement/sign", {}, FOLLOW);
    expect(refused.status).toBe(409);
    expect(refused.headers.get("Content-Location")).toBeNull();
  });

  test("changes nothing when it is not from one of our pages", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    const elsewhere = { ...FOLLOW, "Sec-Fetch-Site": "cross-site" };
    expect((await anna.post("/agreement/open", {}, elsewhere)).status).toBe(403);
    expect((await site.state()).agreement.state).toBe("sent");
  });
});

describe("without the script", () => {
  test("a form is sent on, so that reloading sends nothing again", async () => {
    const site = await atContract();
    const anna = await enter(site, ANNA, "contract");
    const answer = await anna.post("/agreement/open");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("Location")).toBe(`${anna.path}/agreement`);
    expect(answer.headers.get("Content-Location")).toBeNull();
  });
});
