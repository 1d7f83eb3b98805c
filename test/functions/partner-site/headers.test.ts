import { describe, expect, test } from "vitest";
import { ANNA } from "../../make.ts";
import { enter, FOLLOW, openSite, SAME_ORIGIN } from "./site.ts";

const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async function openedSite(baseUrl?: string) {
  const site = await openSite(baseUrl ? { baseUrl } : {});
  await site.open("contract");
  await site.sendAgreement();
  return site;
}

const ROUTES = [
  ["GET", ""],
  ["GET", "/hand-over"],
  ["GET", "/agreement"],
  ["GET", "/agreement/decline"],
  ["GET", "/agreement.pdf"],
  ["GET", "/signed.pdf"],
  ["GET", "/modules/sales/sales-m1"],
  ["GET", "/exam/sales"],
  ["GET", "/deal/new"],
  ["GET", "/deal/correct"],
  ["GET", "/deal/withdraw"],
  ["GET", "/no/such/page"],
  ["POST", "/session"],
  ["POST", "/resend"],
  ["POST", "/agreement/open"],
  ["POST", "/agreement/sign"],
  ["POST", "/hand-over"],
  ["POST", "/modules/sales/sales-m1"],
  ["POST", "/exam/sales/start"],
  ["POST", "/exam/sales/answers"],
  ["POST", "/exam/sales/submit"],
  ["POST", "/deal"],
  ["POST", "/deal/correct"],
  ["POST", "/deal/stage"],
  ["POST", "/deal/extension"],
] as const;

describe("every answer", () => {
  test.each(ROUTES)("%s /p/…%s is guarded by the headers and never kept", async (method, path) => {
    const site = await openedSite();
    const anna = await enter(site, ANNA, "contract");
    const answer = await anna.send(path, { method, headers: SAME_ORIGIN });
    expect(answer.headers.get("Content-Security-Policy")).toBe(POLICY);
    expect(answer.headers.get("Referrer-Policy")).toBe("same-origin");
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(answer.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(answer.headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin");
    expect(answer.headers.get("Permissions-Policy")).toContain("camera=()");
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    expect(answer.headers.get("Strict-Transport-Security")).toMatch(/^max-age=\d+/);
    expect(answer.status).toBeLessThan(500);
    expect(site.faults).toEqual([]);
  });

  test.each(["/session", "/agreement/open", "/agreement/sign"])(
    "a POST to /p/…%s that is answered with the next page is guarded in the same way",
    async (path) => {
      const site = await openedSite();
      const anna = await enter(site, ANNA, "contract");
      const body = new URLSearchParams({ secret: anna.secret });
      const answer = await anna.send(path, { method: "POST", headers: { ...SAME_ORIGIN, ...FOLLOW }, body });
      expect(answer.headers.get("Content-Security-Policy")).toBe(POLICY);
      expect(answer.headers.get("Cache-Control")).toBe("no-store");
      expect(answer.headers.get("Location")).toBeNull();
    },
  );

  test("holds nothing inline that the policy would block", async () => {
    const site = await openedSite();
    const anna = await enter(site, ANNA, "contract");
    for (const [method, path] of ROUTES) {
      const page = await (await anna.send(path, { method, headers: SAME_ORIGIN })).text();
      expect(page).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:/i);
    }
  });

  test("says nothing of https on plain http, and its cookie has no prefix there", async () => {
    const site = await openedSite("http://127.0.0.1:8080");
    const anna = await enter(site, ANNA, "contract");
    const answer = await anna.get();
    expect(answer.headers.has("Strict-Transport-Security")).toBe(false);
    expect(answer.headers.get("Set-Cookie")).toMatch(/^partner=/);
    expect(answer.headers.get("Set-Cookie")).not.toContain("Secure");
  });
});

describe("looking", () => {
  const reads = ROUTES.filter(([method]) => method === "GET");

  test.each(["GET", "HEAD"])("%s changes nothing in the store, whoever looks", async (method) => {
    const site = await openedSite();
    await site.act({ kind: "open_agreement", contact: ANNA }, { kind: "contact", contact: ANNA });
    const before = await site.stored();
    const anna = await enter(site, ANNA, "contract");
    for (const [, path] of reads) {
      await anna.send(path, { method, headers: { "Sec-Purpose": "prefetch" } });
      await site.app.request(`${anna.path}${path}`, { method });
    }
    expect(await site.stored()).toEqual(before);
    expect(site.faults).toEqual([]);
  });
});

/** What a page loads besides itself. */
async function loadedBy(path: string): Promise<readonly string[]> {
  const page = await (await (await openedSite()).app.request(path)).text();
  const found = page.matchAll(/<(?:link|script|img)[^>]*? (?:href|src)="([^"]*)"/g);
  return [...found].map(([, address = ""]) => address.replaceAll("&amp;", "&"));
}

describe("assets", () => {
  test("are one style sheet and one script; the icon is in the page", async () => {
    const loaded = await loadedBy("/p/acme.k3v9x2m7q4a1.c1.contract");
    expect(loaded.filter((address) => !address.startsWith("data:"))).toEqual([
      expect.stringMatching(/^\/assets\/style\.css\?v=\w+&accent=0b5cad$/),
      expect.stringMatching(/^\/assets\/partner\.js\?v=\w+$/),
    ]);
  });

  test("are kept for good, and are not sent again while they are the same", async () => {
    const site = await openedSite();
    const loaded = await loadedBy("/p/acme.k3v9x2m7q4a1.c1.contract");
    for (const address of loaded.filter((one) => one.startsWith("/"))) {
      const answer = await site.app.request(address);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
      const etag = answer.headers.get("ETag") ?? "";
      for (const sent of [etag, `W/${etag}`]) {
        const again = await site.app.request(address, { headers: { "If-None-Match": sent } });
        expect(again.status).toBe(304);
        expect(await again.text()).toBe("");
      }
    }
  });

  test("of another version are kept for minutes only", async () => {
    const site = await openedSite();
    for (const path of [
      "/assets/style.css",
      "/assets/style.css?v=older&accent=0b5cad",
      "/assets/partner.js",
    ]) {
      const answer = await site.app.request(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get("Cache-Control")).toBe("public, max-age=300");
    }
  });

  test("bear the color that is asked for, and nothing else", async () => {
    const site = await openedSite();
    const sheet = async (accent: string) =>
      (await site.app.request(`/assets/style.css?accent=${encodeURIComponent(accent)}`)).text();
    const plain = await sheet("");
    expect(await sheet("0b5cad")).toContain("--accent:#0b5cad");
    for (const accent of ["red", "}body{display:none", "0b5cad0b5cad", "#0b5cad"]) {
      expect(await sheet(accent)).toBe(plain);
    }
  });
});
