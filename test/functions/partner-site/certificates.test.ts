import { describe, expect, test } from "vitest";
import { after, ANNA, DAY, makeOnboarding, T0 } from "../../make.ts";
import { openSite } from "./site.ts";

const ID = "acme.k3v9x2m7q4a1.attempt000000001";
const issued = { id: ID, contact: ANNA, track: "sales", issuedAt: T0, expiresAt: after(365 * DAY) };

async function siteWith(state: "active" | "expired" | "revoked") {
  const certification =
    state === "revoked"
      ? ({ state, revokedAt: after(DAY), ...issued } as const)
      : ({ state, ...issued } as const);
  const site = await openSite({ onboarding: makeOnboarding({ certifications: [certification] }) });
  await site.store.onboardings.putRecord(site.id, {
    kind: "credential",
    key: ID,
    value: { jwt: "aaa.bbb.ccc", holder: "Anna Schmidt" },
  });
  return site;
}

describe("a certificate's public page", () => {
  test.each([
    ["active", "This certificate is valid."],
    ["expired", "This certificate expired on"],
    ["revoked", "was revoked on 2 September 2026"],
  ] as const)("of one that is %s says so, to anybody", async (state, words) => {
    const site = await siteWith(state);
    const answer = await site.app.request(`/certificates/${ID}?lang=en`);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain(words);
    expect(page).toContain("Anna Schmidt");
    expect(page).toContain("Musterhaus Solutions GmbH");
    expect(page).not.toContain("anna@musterhaus.example");
  });

  test("gives the signed credential as it was issued", async () => {
    const site = await siteWith("active");
    const answer = await site.app.request(`/certificates/${ID}/credential.jwt`);
    expect(answer.headers.get("Content-Type")).toBe("application/vc+jwt");
    expect(await answer.text()).toBe("aaa.bbb.ccc");
  });

  test.each(["acme.k3v9x2m7q4a1.other", "acme.unknown00000.x", "nonsense", "%2e%2e", "a".repeat(500)])(
    "%s is not found",
    async (id) => {
      const site = await siteWith("active");
      expect((await site.app.request(`/certificates/${id}`)).status).toBe(404);
      expect((await site.app.request(`/certificates/${id}/credential.jwt`)).status).toBe(404);
      expect(site.faults).toEqual([]);
    },
  );
});
