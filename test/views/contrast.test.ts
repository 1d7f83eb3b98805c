import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brandSheet } from "../../views/brand-sheet.ts";
import { accentFor, contrast, textOn } from "../../views/contrast.ts";
import { DARK, LIGHT } from "../../views/tokens.ts";

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("an accent", () => {
  test("of any color reads on any background, and text reads on it", () => {
    fc.assert(
      fc.property(color, color, (accent, background) => {
        const corrected = accentFor(accent, background);
        expect(contrast(corrected, background)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(textOn(corrected), corrected)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  test("that reads already stays as the vendor chose it", () => {
    expect(accentFor("#0b5cad", "#ffffff")).toBe("#0b5cad");
    expect(accentFor("#05a", "#ffffff")).toBe("#0055aa");
  });

  test("that is no color becomes ours, and nothing of it reaches the stylesheet", () => {
    expect(accentFor("red}body{display:none", LIGHT.paper)).toBe(accentFor(LIGHT.accent, LIGHT.paper));
    expect(brandSheet("red}body{display:none")).not.toContain("display");
  });

  test("of a brand reads on every ground of both schemes", () => {
    fc.assert(
      fc.property(color, (accent) => {
        const [light, dark] = [...brandSheet(accent).matchAll(/--accent:(#[0-9a-f]{6})/g)].map(
          (match) => match[1] ?? "",
        );
        for (const ground of [LIGHT.paper, LIGHT.surface, LIGHT.sunken]) {
          expect(contrast(light ?? "", ground)).toBeGreaterThanOrEqual(4.5);
        }
        for (const ground of [DARK.paper, DARK.surface, DARK.sunken]) {
          expect(contrast(dark ?? "", ground)).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });
});

describe("our palettes", () => {
  test.each([
    ["light", LIGHT],
    ["dark", DARK],
  ])("%s: every text reads on what it stands on", (_name, palette) => {
    const { paper, surface, sunken, ink, muted, accent, onAccent } = palette;
    for (const ground of [paper, surface, sunken]) {
      for (const text of [ink, muted, accent]) {
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const tone of ["good", "warn", "bad"] as const) {
      expect(contrast(palette[tone], palette[`${tone}Soft`])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ink, palette[`${tone}Soft`])).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5);
    // The edge of a control, WCAG 2.2 section 1.4.11.
    expect(contrast(palette.edge, surface)).toBeGreaterThanOrEqual(3);
  });
});
