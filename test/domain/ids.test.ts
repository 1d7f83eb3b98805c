import { describe, expect, test } from "vitest";
import {
  eventId,
  linkIdFrom,
  onboardingId,
  parseOnboardingId,
  parseVendorId,
  vendorOf,
} from "../../domain/ids.ts";
import { linkId, linkText, parseLinkId } from "../../domain/link.ts";
import { STAGES } from "../../domain/program.ts";
import { ACME, ANNA } from "../make.ts";
import { ID } from "./run.ts";

describe("ids", () => {
  test.each(["acme", "a-1", "x".repeat(32)])("%s names a vendor", (text) => {
    expect(parseVendorId(text)).toBe(text);
  });

  test.each(["", "ab", "Acme", "-acme", "acme-", "a.b", "x".repeat(33), "acme\n"])(
    "%j names none",
    (text) => {
      expect(parseVendorId(text)).toBeNull();
    },
  );

  test("an onboarding's names its vendor", () => {
    const id = onboardingId(ACME, "k3v9x2m7");
    expect(parseOnboardingId(id)).toBe(id);
    expect(vendorOf(id)).toBe(ACME);
    expect(parseOnboardingId("acme")).toBeNull();
    expect(parseOnboardingId("acme.short")).toBeNull();
  });

  test("an event's names commit and position", () => {
    expect(eventId(7, 2)).toBe("7.2");
  });
});

describe("a link's id", () => {
  test("says whose it is, for every stage", () => {
    for (const stage of STAGES) {
      const link = { onboarding: ID, contact: ANNA, stage };
      expect(parseLinkId(linkId(link))).toEqual(link);
    }
  });

  test.each([
    "",
    "acme.k3v9x2m7.c1",
    "acme.k3v9x2m7.c1.finish",
    "acme.k3v9x2m7.manager.contract",
    "acme.x.c1.contract",
    "acme.k3v9x2m7.c1.contract/..",
  ])("%j is none", (text) => {
    expect(parseLinkId(text)).toBeNull();
  });

  test("gives another secret with every revision", () => {
    expect(linkText(linkIdFrom("a"), 1)).not.toBe(linkText(linkIdFrom("a"), 2));
  });
});
