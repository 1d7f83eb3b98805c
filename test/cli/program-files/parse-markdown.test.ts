import { describe, expect, test } from "vitest";
import { parseMarkdown } from "../../../cli/program-files/parse-markdown.ts";

const plain = (text: string) => ({ text, style: "plain" });

describe("Markdown becomes blocks", () => {
  test("headings, paragraphs and notes, a paragraph's lines joined", () => {
    expect(parseMarkdown("## One\n\nfirst\nline\n\n### Two\n\n> a note\n")).toEqual({
      blocks: [
        { kind: "heading", level: 2, text: [plain("One")] },
        { kind: "paragraph", text: [plain("first line")] },
        { kind: "heading", level: 3, text: [plain("Two")] },
        { kind: "note", text: [plain("a note")] },
      ],
      problems: [],
    });
  });

  test("lists, numbered or not, tight or loose", () => {
    expect(parseMarkdown("- a\n- b\n\ntext\n\n1. one\n\n2. two\n").blocks).toEqual([
      { kind: "list", ordered: false, items: [[plain("a")], [plain("b")]] },
      { kind: "paragraph", text: [plain("text")] },
      { kind: "list", ordered: true, items: [[plain("one")], [plain("two")]] },
    ]);
  });

  test("a table", () => {
    expect(parseMarkdown("| a | b |\n| --- | --- |\n| 1 | **2** |\n").blocks).toEqual([
      {
        kind: "table",
        head: [[plain("a")], [plain("b")]],
        rows: [[[plain("1")], [{ text: "2", style: "strong" }]]],
      },
    ]);
  });

  test("styles and links, escaped characters among their neighbors", () => {
    expect(parseMarkdown("a \\* **b** _c_ `d` [e](https://example.com)").blocks).toEqual([
      {
        kind: "paragraph",
        text: [
          plain("a * "),
          { text: "b", style: "strong" },
          plain(" "),
          { text: "c", style: "emphasis" },
          plain(" "),
          { text: "d", style: "code" },
          plain(" "),
          { text: "e", style: "plain", href: "https://example.com" },
        ],
      },
    ]);
  });
});

describe("what cannot be drawn is refused with its line", () => {
  test.each<[string, string, { line: number; message: RegExp }]>([
    ["a title", "text\n\n# Title", { line: 3, message: /only ## and ### headings/ }],
    ["a deep heading", "#### Deep", { line: 1, message: /only ## and ### headings/ }],
    ["HTML", "text\n\n<div>x</div>", { line: 3, message: /HTML is not possible/ }],
    ["HTML within a paragraph", "one\ntwo <b>x</b>", { line: 2, message: /HTML is not possible/ }],
    ["an image", "![x](https://example.com/x.png)", { line: 1, message: /images are not possible/ }],
    ["a code block", "```\nx\n```", { line: 1, message: /code blocks are not possible/ }],
    ["a rule", "text\n\n***", { line: 3, message: /horizontal line/ }],
    ["a nested list", "- a\n- b\n  - c", { line: 2, message: /list within a list/ }],
    ["two paragraphs in a list item", "- a\n\n  b", { line: 1, message: /one paragraph only/ }],
    ["a list in a note", "> - a", { line: 1, message: /list within a list|not possible/ }],
    ["a list that begins with 3", "3. a", { line: 1, message: /must begin with 1/ }],
    ["a check box", "- [ ] a", { line: 1, message: /check boxes/ }],
    ["a script link", "[x](javascript:alert(1))", { line: 1, message: /must begin with https/ }],
    ["an http link", "a\nb [x](http://example.com)", { line: 2, message: /must begin with https/ }],
    ["a style in a style", "**a _b_**", { line: 1, message: /two styles/ }],
    ["an entity", "a &nbsp; b", { line: 1, message: /instead of an &entity;/ }],
    ["a forced break", "a  \nb", { line: 1, message: /forced line break/ }],
    ["a wrong cell in a table", "| a |\n| --- |\n| x |\n| ~~y~~ |", { line: 4, message: /struck-out/ }],
    ["nothing", "\n", { line: 1, message: /empty/ }],
  ])("%s", (_name, source, { line, message }) => {
    const { problems } = parseMarkdown(source);
    expect(problems).toContainEqual({ line, message: expect.stringMatching(message) });
  });
});
