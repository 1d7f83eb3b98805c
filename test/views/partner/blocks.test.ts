import { describe, expect, test } from "vitest";
import type { Block } from "../../../domain/content.ts";
import { blocksMarkup, contentsOf } from "../../../views/partner/blocks.ts";

const linkTo = (href: string): Block => ({
  kind: "paragraph",
  text: [{ text: "here", style: "strong", href }],
});

const heading = (level: 2 | 3, text: string): Block => ({
  kind: "heading",
  level,
  text: [{ text, style: "plain" }],
});

describe("written content", () => {
  test.each(["https://vendor.example/terms", "mailto:a@b.example", "#part-1", "/docs"])(
    "links to %s",
    (href) => {
      expect(blocksMarkup([linkTo(href)]).toString()).toContain(`href="${href}"`);
    },
  );

  test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://plain.example"])(
    "does not link to %s, and keeps the words",
    (href) => {
      const page = blocksMarkup([linkTo(href)]).toString();
      expect(page).not.toContain("href");
      expect(page).toContain("<strong>here</strong>");
    },
  );

  test("has a table of contents whose entries lead to its headings", () => {
    const blocks = [heading(2, "One"), linkTo("#x"), heading(3, "Sub"), heading(2, "Two")];
    const page = blocksMarkup(blocks).toString();
    const contents = contentsOf(blocks);
    expect(contents.map(({ text }) => text)).toEqual(["One", "Two"]);
    for (const { href } of contents) expect(page).toContain(`id="${href.slice(1)}"`);
  });
});
