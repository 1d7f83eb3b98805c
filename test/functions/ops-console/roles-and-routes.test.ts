import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OnboardingId } from "../../../domain/ids.ts";
import { OPERATOR_ROLES } from "../../../domain/operator.ts";
import { ACTIONS } from "../../../views/console/action-names.ts";
import { CONSOLE_SCRIPT_VERSION, consoleScript } from "../../../views/console/script.ts";
import { fingerprint } from "../../../views/fingerprint.ts";
import { ACME, GLOBEX } from "../../make.ts";
import { BASE_URL, makeOperator, openConsole } from "./open-console.ts";
import type { Console } from "./open-console.ts";

let console: Console;
let id: OnboardingId;
beforeEach(async () => {
  console = await openConsole();
  id = await console.runWithDeal();
});
afterEach(() => console.close());

const runPaths = (run: OnboardingId): readonly string[] => [
  `/console/runs/${run}`,
  `/console/runs/${run}?part=now`,
  `/console/runs/${run}?part=log`,
  `/console/runs/${run}/agreement.pdf`,
  `/console/runs/${run}/signed.pdf`,
];
const listPaths = [
  "/console",
  "/console?part=work",
  "/console/runs",
  "/console/runs?part=list",
  "/console/effects",
];
const actionPaths = (run: OnboardingId): readonly string[] => [
  ...ACTIONS.map((action) => `/console/runs/${run}/${action}`),
  `/console/runs/${run}/effects/1.0.0/retry`,
];
const revision = async (): Promise<number | undefined> => (await console.store.onboardings.load(id))?.rev;

describe("somebody who is not signed in", () => {
  test("is sent to sign in from every page, and comes back to it", async () => {
    for (const path of [...listPaths, ...runPaths(id)].filter((one) => !one.includes("part="))) {
      const answer = await console.app.request(path);
      expect([path, answer.status]).toEqual([path, 303]);
      expect(answer.headers.get("location")).toBe(`/console/sign-in?to=${encodeURIComponent(path)}`);
    }
  });

  test("gets what its pages are drawn with, and is sent from the front door to the console", async () => {
    for (const [file, type] of [
      ["console.js", "text/javascript"],
      ["console.css", "text/css"],
    ]) {
      const answer = await console.app.request(`/console/assets/${file}`);
      expect([file, answer.status]).toEqual([file, 200]);
      expect(answer.headers.get("content-type")).toContain(type);
      expect(answer.headers.get("cache-control")).toContain("public");
    }
    expect((await console.app.request("/")).headers.get("location")).toBe("/console");
  });

  test("loads one style sheet, in the vendor's color, and one script, both kept for good", async () => {
    const page = await (await console.get("/console", makeOperator("viewer"))).text();
    const loaded = [...page.matchAll(/<(?:link|script)[^>]*? (?:href|src)="(\/[^"]*)"/g)].map(
      ([, address = ""]) => address.replaceAll("&amp;", "&"),
    );
    expect(loaded).toEqual([
      expect.stringMatching(/^\/console\/assets\/console\.css\?v=\w+&accent=0b5cad$/),
      expect.stringMatching(/^\/console\/assets\/console\.js\?v=\w+$/),
    ]);
    for (const address of loaded) {
      const answer = await console.app.request(address);
      expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    }
  });

  test("loads another script once htmx is another", () => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
    );
    expect(CONSOLE_SCRIPT_VERSION).toBe(fingerprint(dependencies["htmx.org"] + consoleScript));
  });

  test("gets no part of a page", async () => {
    expect((await console.app.request(`/console/runs/${id}?part=now`)).status).toBe(401);
  });

  test("cannot act", async () => {
    for (const path of actionPaths(id)) {
      const answer = await console.app.request(path, {
        method: "POST",
        headers: { "sec-fetch-site": "same-origin" },
        body: new URLSearchParams({ note: "x" }),
      });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });

  test("gets nothing for a cookie that was made up or sealed for another page", async () => {
    const forged = `console=${encodeURIComponent(JSON.stringify(makeOperator("admin")))}`;
    expect((await console.app.request("/console", { headers: { cookie: forged } })).status).toBe(303);
  });
});

describe("what the roles may", () => {
  test("all of them see every page", async () => {
    await console.documents.put(`${id}/agreement.pdf`, new Uint8Array([1]), "application/pdf");
    await console.documents.put(`${id}/agreement-signed.pdf`, new Uint8Array([2]), "application/pdf");
    for (const role of OPERATOR_ROLES)
      for (const path of [...listPaths, ...runPaths(id)]) {
        const answer = await console.get(path, makeOperator(role));
        expect([role, path, answer.status]).toEqual([role, path, 200]);
      }
  });

  test("a viewer is refused every action, in words, and nothing changes", async () => {
    const before = await revision();
    for (const path of actionPaths(id)) {
      const answer = await console.post(path, makeOperator("viewer"), { note: "please" });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.text()).toContain("yours is “viewer”");
    }
    expect(await revision()).toBe(before);
  });

  test("an operator does not close, revoke or try again", async () => {
    const before = await revision();
    for (const path of ["close", "revoke_certification", "effects/1.0.0/retry"]) {
      const answer = await console.post(`/console/runs/${id}/${path}`, makeOperator("operator"), {
        note: "please",
        as: "withdrawn",
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect(await revision()).toBe(before);
  });

  test("only sees the buttons they may press", async () => {
    const page = async (role: "viewer" | "operator" | "admin") =>
      (await console.get(`/console/runs/${id}`, makeOperator(role))).text();
    const [viewer, operator, admin] = [await page("viewer"), await page("operator"), await page("admin")];
    expect(viewer).not.toContain(`action="/console/runs/`);
    expect(operator).toContain(`action="/console/runs/${id}/put_on_hold"`);
    expect(operator).not.toContain(`action="/console/runs/${id}/close"`);
    expect(admin).toContain(`action="/console/runs/${id}/close"`);
  });
});

describe("a run of a vendor one does not cover", () => {
  test("is not found on any route, whatever the role, and nothing changes", async () => {
    const before = await revision();
    const stranger = makeOperator("admin", { vendors: [GLOBEX] });
    for (const path of runPaths(id)) {
      const answer = await console.get(path, stranger);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain("Musterhaus");
    }
    for (const path of actionPaths(id)) {
      const answer = await console.post(path, stranger, { note: "x", as: "withdrawn", for: "c1" });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect(await revision()).toBe(before);
  });

  test("stands in none of the lists", async () => {
    const stranger = makeOperator("admin", { vendors: [GLOBEX] });
    for (const path of listPaths) {
      const answer = await console.get(path, stranger);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain("Musterhaus");
    }
    expect((await console.get(`/console?vendor=${ACME}`, stranger)).status).toBe(404);
    expect((await console.get(`/console/runs?vendor=${ACME}`, stranger)).status).toBe(404);
  });
});

describe("looking", () => {
  test("changes nothing, on any page", async () => {
    const before = await revision();
    for (const path of [...listPaths, ...runPaths(id), `/console/runs/${id}?act=review_deal`])
      for (const method of ["GET", "HEAD"])
        await console.app.request(path, {
          method,
          headers: { cookie: console.cookieOf(makeOperator("admin")) },
        });
    for (const path of actionPaths(id))
      expect((await console.get(path, makeOperator("admin"))).status).toBe(404);
    expect(await revision()).toBe(before);
  });

  test("is answered with the headers that keep other sites out", async () => {
    const answer = await console.get("/console", makeOperator("viewer"));
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).not.toMatch(/ style=|<style|<script>| on[a-z]+="/);
  });
});

describe("a form sent by another site", () => {
  test("is refused, though the cookie came along", async () => {
    const before = await revision();
    const answer = await console.app.request(`/console/runs/${id}/put_on_hold`, {
      method: "POST",
      headers: {
        cookie: console.cookieOf(makeOperator("admin")),
        origin: "https://evil.example",
        host: BASE_URL,
      },
      body: new URLSearchParams({ note: "x" }),
    });
    expect(answer.status).toBe(403);
    expect(await revision()).toBe(before);
  });
});
