import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SignIn } from "../../../domain/operator.ts";
import { HOUR } from "../../make.ts";
import { BASE_URL, CODE, makeOperator, openConsole } from "./open-console.ts";
import type { Console } from "./open-console.ts";

let console: Console;
beforeEach(async () => {
  console = await openConsole();
});
afterEach(() => console.close());

const send = (path: string, form: Record<string, string>) =>
  Promise.resolve(
    console.app.request(path, {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin" },
      body: new URLSearchParams(form),
    }),
  );
const cookieFrom = (answer: Response): string => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

const provider = (finish: Extract<SignIn, { kind: "oidc" }>["finish"]): SignIn => ({
  kind: "oidc",
  begin: async (redirectUri) => ({
    url: `https://idp.example/authorize?redirect_uri=${encodeURIComponent(redirectUri)}`,
    state: "kept-state",
  }),
  finish,
});
const reopen = async (signIn: SignIn) => {
  console.close();
  console = await openConsole({ signIn });
};

describe("signing in by a one-time link", () => {
  test("works once, leads to where one wanted to go, and lasts eight hours", async () => {
    const answer = await send("/console/sign-in", { secret: CODE, to: "/console/runs?status=on_hold" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/console/runs?status=on_hold"]);
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const again = () => console.app.request("/console", { headers: { cookie: cookieFrom(answer) } });
    expect((await again()).status).toBe(200);
    expect((await send("/console/sign-in", { secret: CODE })).status).toBe(401);
    console.wait(8 * HOUR + 1);
    expect((await again()).status).toBe(303);
  });

  test("takes the whole link where the code was asked for", async () => {
    const answer = await send("/console/sign-in", { secret: `${BASE_URL}/console/sign-in#${CODE}` });
    expect(answer.status).toBe(303);
  });

  test("says why it did not work, and never leads to another site", async () => {
    const answer = await send("/console/sign-in", { secret: "guessed", to: "//evil.example" });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain("evil.example");
    for (const to of ["//evil.example", "https://evil.example", "/console/../x\\", "/consolex", "/p/x"]) {
      const fresh = await openConsole();
      const sent = await fresh.app.request("/console/sign-in", {
        method: "POST",
        headers: { "sec-fetch-site": "same-origin" },
        body: new URLSearchParams({ secret: CODE, to }),
      });
      expect([to, sent.headers.get("location")]).toEqual([to, "/console"]);
      fresh.close();
    }
  });

  test("is not spent by looking at the page", async () => {
    await console.app.request(`/console/sign-in?secret=${CODE}`);
    expect((await send("/console/sign-in", { secret: CODE })).status).toBe(303);
  });

  test("ends by signing out", async () => {
    const answer = await console.post("/console/sign-out", makeOperator("viewer"));
    expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
  });
});

test("a link from another site is asked for again by ourselves, so that the session comes along", async () => {
  const answer = await console.app.request("/console/runs?status=on_hold", {
    headers: { "sec-fetch-site": "cross-site" },
  });
  expect([answer.status, answer.headers.get("refresh")]).toEqual([
    200,
    "0; url=/console/runs?status=on_hold",
  ]);
});

describe("signing in at a provider", () => {
  test("comes back to where one wanted to go", async () => {
    const seen: string[] = [];
    await reopen(
      provider(async (callbackUrl, state) => {
        seen.push(callbackUrl, state);
        return makeOperator("operator");
      }),
    );
    const begun = await console.app.request("/console/sign-in/start?to=%2Fconsole%2Feffects");
    expect(begun.headers.get("location")).toContain("https://idp.example/authorize");
    expect(begun.headers.get("set-cookie")).toMatch(/SameSite=Lax/);
    const back = await console.app.request("/console/sign-in/callback?code=abc", {
      headers: { cookie: cookieFrom(begun), "sec-fetch-site": "cross-site" },
    });
    expect(seen).toEqual([`${BASE_URL}/console/sign-in/callback?code=abc`, "kept-state"]);
    expect(back.headers.get("refresh")).toBe("0; url=/console/effects");
    const session =
      back.headers
        .getSetCookie()
        .find((cookie) => cookie.startsWith("console="))
        ?.split(";")[0] ?? "";
    expect((await console.app.request("/console/effects", { headers: { cookie: session } })).status).toBe(
      200,
    );
  });

  test("without having begun here is refused", async () => {
    await reopen(provider(async () => makeOperator("admin")));
    const back = await console.app.request("/console/sign-in/callback?code=stolen");
    expect(back.status).toBe(401);
    expect(back.headers.getSetCookie().some((cookie) => cookie.startsWith("console="))).toBe(false);
  });

  test("with an account that has no role is refused, and says what to do", async () => {
    await reopen(provider(async () => null));
    const begun = await console.app.request("/console/sign-in/start");
    const back = await console.app.request("/console/sign-in/callback?code=abc", {
      headers: { cookie: cookieFrom(begun) },
    });
    expect(back.status).toBe(403);
    expect(await back.text()).toContain("it has no role here");
  });
});
