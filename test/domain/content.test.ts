import { expect, test } from "vitest";
import { fillBlock, fillText, placeholdersIn, plainText } from "../../domain/content.ts";
import type { Block, Span } from "../../domain/content.ts";

const span = (text: string): Span => ({ text, style: "plain" });
const values = { "vendor.name": "Acme" };

test("placeholders are found with and without spaces", () => {
  expect(placeholdersIn("{{vendor.name}} and {{ date }}, not {{1}}")).toEqual(["vendor.name", "date"]);
});

test("known placeholders are filled, unknown ones stay to be seen", () => {
  expect(fillText("{{ vendor.name }} {{nobody}}", values)).toBe("Acme {{nobody}}");
  expect(fillText("{{constructor}}", values)).toBe("{{constructor}}");
});

test("what is filled in is not filled again", () => {
  expect(fillText("{{a}}", { a: "{{b}}", b: "no" })).toBe("{{b}}");
});

test("a text is its spans in a row", () => {
  expect(plainText([span("To "), { text: "you", style: "strong" }])).toBe("To you");
});

test("every kind of block is filled in all its texts", () => {
  const asked = [span("{{vendor.name}}")];
  const blocks: readonly Block[] = [
    { kind: "heading", level: 2, text: asked },
    { kind: "paragraph", text: asked },
    { kind: "note", text: asked },
    { kind: "list", ordered: true, items: [asked] },
    { kind: "table", head: [asked], rows: [[asked]] },
  ];
  const filled = [span("Acme")];
  expect(blocks.map((block) => fillBlock(block, values))).toEqual([
    { kind: "heading", level: 2, text: filled },
    { kind: "paragraph", text: filled },
    { kind: "note", text: filled },
    { kind: "list", ordered: true, items: [filled] },
    { kind: "table", head: [filled], rows: [[filled]] },
  ]);
});
