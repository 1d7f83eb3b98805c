import { describe, expect, onTestFinished, test } from "vitest";
import { type OidcOptions, oidcSignIn } from "../../adapters/oidc-sign-in.ts";
import { CLIENT, oidcProvider } from "../oidc-provider.ts";
import { startOidcServer } from "../oidc-server.ts";

const REDIRECT = "https://partners.acme.example/console/callback";
const admin = { roles: ["onboarding:admin"], vendors: "*", name: "Ada Admin" };

async function open(change: Partial<OidcOptions> = {}) {
  const provider = await oidcProvider();
  const signIn = oidcSignIn({ ...CLIENT, issuer: provider.issuer, allowHttp: true, ...change });
  return { provider, signIn };
}

/** As a browser: follows the redirect to the provider and comes back with its answer. */
async function visit(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "manual" });
  return response.headers.get("location") ?? "";
}

async function signInWith(claims: Record<string, unknown>, change: Partial<OidcOptions> = {}) {
  const { provider, signIn } = await open(change);
  provider.claims = claims;
  const { url, state } = await signIn.begin(REDIRECT);
  return signIn.finish(await visit(url), state);
}

describe("signing in at an OpenID provider", () => {
  test("makes an operator of whom its claims give a role", async () => {
    expect(await signInWith(admin)).toEqual({
      id: "user-1",
      name: "Ada Admin",
      role: "admin",
      vendors: "all",
    });
  });

  test("asks for a code with state, nonce and PKCE, new ones each time", async () => {
    const { signIn } = await open();
    const asked = await Promise.all([signIn.begin(REDIRECT), signIn.begin(REDIRECT)]);
    const [first, second] = asked.map(({ url }) => new URL(url).searchParams);
    expect(first?.get("response_type")).toBe("code");
    expect(first?.get("redirect_uri")).toBe(REDIRECT);
    expect(first?.get("code_challenge_method")).toBe("S256");
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(first?.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(first?.get(name)).not.toBe(second?.get(name));
    }
  });

  test("does not show the browser's address bar what proves it", async () => {
    const { signIn } = await open();
    const { url, state } = await signIn.begin(REDIRECT);
    const kept: Record<string, string> = JSON.parse(Buffer.from(state, "base64url").toString());
    expect(url).not.toContain(kept["verifier"]);
  });
});

describe("a public client", () => {
  test("signs in with PKCE alone", async () => {
    const provider = await startOidcServer({ isPublic: true });
    onTestFinished(provider.close);
    provider.claims = admin;
    const { clientId } = CLIENT;
    const signIn = oidcSignIn({ clientId, issuer: provider.issuer, allowHttp: true });
    const { url, state } = await signIn.begin(REDIRECT);
    expect(await signIn.finish(await visit(url), state)).toMatchObject({ role: "admin" });
  });

  test("is a fault where the provider wants a secret", async () => {
    const provider = await startOidcServer();
    onTestFinished(provider.close);
    const { clientId } = CLIENT;
    const signIn = oidcSignIn({ clientId, issuer: provider.issuer, allowHttp: true });
    const { url, state } = await signIn.begin(REDIRECT);
    await expect(signIn.finish(await visit(url), state)).rejects.toThrow("responded with an error");
  });
});

describe("a sign-in is refused", () => {
  test("with the state of another", async () => {
    const { provider, signIn } = await open();
    provider.claims = admin;
    const [mine, theirs] = [await signIn.begin(REDIRECT), await signIn.begin(REDIRECT)];
    expect(await signIn.finish(await visit(theirs.url), mine.state)).toBeNull();
  });

  test("with no state, or one that was changed", async () => {
    const { provider, signIn } = await open();
    provider.claims = admin;
    const { url, state } = await signIn.begin(REDIRECT);
    const back = new URL(await visit(url));
    for (const other of ["", "x", "e30"]) expect(await signIn.finish(back.href, other)).toBeNull();
    back.searchParams.set("state", "other");
    expect(await signIn.finish(back.href, state)).toBeNull();
    back.searchParams.delete("state");
    expect(await signIn.finish(back.href, state)).toBeNull();
  });

  test.each([
    ["another nonce", { nonce: "other" }],
    ["another audience", { aud: "someone-else" }],
  ])("when the ID token is for %s", async (_, wrong) => {
    expect(await signInWith({ ...admin, ...wrong })).toBeNull();
  });

  test("when the ID token is signed by a key the provider does not publish", async () => {
    const { provider, signIn } = await open();
    Object.assign(provider, { claims: admin, signsWithOtherKey: true });
    const { url, state } = await signIn.begin(REDIRECT);
    expect(await signIn.finish(await visit(url), state)).toBeNull();
  });

  test("when the code was used before", async () => {
    const { provider, signIn } = await open();
    provider.claims = admin;
    const { url, state } = await signIn.begin(REDIRECT);
    const back = await visit(url);
    expect(await signIn.finish(back, state)).not.toBeNull();
    expect(await signIn.finish(back, state)).toBeNull();
  });

  test("when the provider says no", async () => {
    const { provider, signIn } = await open();
    provider.refusal = "access_denied";
    const { url, state } = await signIn.begin(REDIRECT);
    expect(await signIn.finish(await visit(url), state)).toBeNull();
  });

  test.each<[string, Record<string, unknown>]>([
    ["no role", { vendors: "*" }],
    ["a role of another product", { roles: ["admin", "billing:admin"], vendors: "*" }],
    ["a role it almost has", { roles: ["onboarding:administrator", "xonboarding:admin"], vendors: "*" }],
    ["no vendor", { roles: ["onboarding:admin"] }],
    ["no vendor by a possible name", { roles: ["onboarding:admin"], vendors: ["A/B", 7, null] }],
    ["a role that is no text", { roles: { "onboarding:admin": true }, vendors: "*" }],
  ])("to somebody with %s", async (_, claims) => {
    expect(await signInWith(claims)).toBeNull();
  });
});

describe("claims", () => {
  test.each<[Record<string, unknown>, unknown]>([
    [
      { groups: "onboarding:viewer", vendors: "acme" },
      { role: "viewer", vendors: ["acme"] },
    ],
    [
      { "cognito:groups": ["onboarding:operator"], vendors: "acme,beta" },
      { role: "operator", vendors: ["acme", "beta"] },
    ],
    [
      { roles: ["onboarding:viewer", "onboarding:operator"], vendors: ["acme"] },
      { role: "operator", vendors: ["acme"] },
    ],
    [
      { roles: ["onboarding:viewer"], groups: ["onboarding:admin"], vendors: ["*"] },
      { role: "admin", vendors: "all" },
    ],
    [{ ...admin, name: "", email: "ada@acme.example" }, { name: "ada@acme.example" }],
    [{ ...admin, name: undefined }, { name: "user-1" }],
  ])("%j are read", async (claims, operator) => {
    expect(await signInWith(claims)).toMatchObject(Object(operator));
  });

  test("have the names the installation gives them", async () => {
    const mapping = { roleClaims: ["https://acme.example/role"], vendorsClaim: "tenants" };
    const claims = { "https://acme.example/role": "onboarding:viewer", tenants: "acme" };
    expect(await signInWith(claims, mapping)).toMatchObject({ role: "viewer", vendors: ["acme"] });
    expect(await signInWith(admin, mapping)).toBeNull();
  });
});

describe("a provider that cannot be used", () => {
  test("because our secret is wrong is a fault, not a refusal", async () => {
    await expect(signInWith(admin, { clientSecret: "wrong" })).rejects.toThrow("error in the response body");
  });

  test("because it is not there is a fault", async () => {
    const signIn = oidcSignIn({ ...CLIENT, issuer: "http://127.0.0.1:1", allowHttp: true });
    await expect(signIn.begin(REDIRECT)).rejects.toThrow("fetch failed");
  });

  test("because it has no TLS is not trusted unless told so", async () => {
    const { provider } = await open();
    const signIn = oidcSignIn({ ...CLIENT, issuer: provider.issuer });
    await expect(signIn.begin(REDIRECT)).rejects.toThrow("HTTPS");
  });
});
