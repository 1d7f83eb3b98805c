import { Lexer } from "marked";
import type { MarkedToken, Token, Tokens } from "marked";
import type { Block, Span } from "../../domain/content.ts";

export interface MarkdownProblem {
  readonly line: number;
  readonly message: string;
}

/** What was written, and what of it cannot be used. */
export interface ParsedMarkdown {
  readonly blocks: readonly Block[];
  readonly problems: readonly MarkdownProblem[];
}

/** Where the text being read begins, and where to complain. */
interface At {
  readonly line: number;
  readonly problems: MarkdownProblem[];
}

type Look = Pick<Span, "style" | "href">;
const PLAIN: Look = { style: "plain" };

const NOT_HERE: Readonly<Record<string, string>> = {
  code: "code blocks are not possible; write `code` within a sentence, and do not indent lines",
  hr: "a horizontal line is not possible; use a heading instead",
  html: "HTML is not possible; write it in Markdown",
  def: "link definitions are not possible; write [text](https://…) in place",
  image: "images are not possible; describe it in words or in a table",
  del: "struck-out text is not possible; remove it",
  br: "a forced line break is not possible; begin a new paragraph or use a list",
  checkbox: "check boxes are not possible; use a plain list",
  list: "a list within a list is not possible; make it one list",
};

const complain = (at: At, message: string): void => {
  at.problems.push({ line: at.line, message });
};

const refuseToken = (token: Token, at: At): never[] => {
  complain(at, NOT_HERE[token.type] ?? `"${token.type}" is not possible here; write plain paragraphs`);
  return [];
};

// marked's Token also admits extensions of any shape; none is installed, so every token is one of its own.
const own = (_token: Token): _token is MarkedToken => true;

/** Calls `read` for each token with the line it begins on. */
function walk<T extends { readonly raw: string }, R>(
  tokens: readonly T[],
  at: At,
  read: (token: T, at: At) => readonly R[],
): R[] {
  let line = at.line;
  return tokens.flatMap((token) => {
    const result = read(token, { ...at, line });
    line += token.raw.split("\n").length - 1;
    return result;
  });
}

function plain(raw: string, look: Look, at: At): Span[] {
  if (/&(#\d+|#x[\da-f]+|[a-z]+\d*);/i.test(raw))
    complain(at, "write the character itself instead of an &entity;");
  return [{ text: raw.replaceAll(/\s*\n\s*/g, " "), ...look }];
}

function linked(token: Tokens.Link, look: Look, at: At): Span[] {
  if (!/^(https:\/\/|mailto:)\S+$/.test(token.href))
    complain(at, `the link "${token.href}" must begin with https:// or mailto:`);
  return spans(token.tokens, { ...look, href: token.href }, at);
}

function styled(token: Tokens.Strong | Tokens.Em, look: Look, at: At): Span[] {
  if (look.style !== "plain") complain(at, "two styles on one text are not possible; choose one");
  return spans(token.tokens, { ...look, style: token.type === "strong" ? "strong" : "emphasis" }, at);
}

function inline(token: Token, look: Look, at: At): Span[] {
  if (!own(token)) return [];
  switch (token.type) {
    case "text":
      return token.tokens ? spans(token.tokens, look, at) : plain(token.raw, look, at);
    case "escape":
      return [{ text: token.text, ...look }];
    case "codespan":
      return [{ text: token.text, ...look, style: "code" }];
    case "strong":
    case "em":
      return styled(token, look, at);
    case "link":
      return linked(token, look, at);
    case "blockquote":
    case "br":
    case "checkbox":
    case "code":
    case "def":
    case "del":
    case "heading":
    case "hr":
    case "html":
    case "image":
    case "list":
    case "list_item":
    case "paragraph":
    case "space":
    case "table":
      return refuseToken(token, at);
  }
}

const spans = (tokens: readonly Token[], look: Look, at: At): Span[] =>
  walk(tokens, at, (token, here) => inline(token, look, here));

/** Neighbors that look the same become one: an escaped character is a token of its own. */
function joined(parts: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last && last.style === part.style && last.href === part.href)
      result[result.length - 1] = { ...last, text: last.text + part.text };
    else result.push(part);
  }
  return result;
}

const written = (tokens: readonly Token[], at: At): Span[] => joined(spans(tokens, PLAIN, at));

/** The one run of text in a list item or a quote. */
function onlyText(tokens: readonly Token[], at: At, where: string): Span[] {
  const [first, ...more] = tokens.filter((token) => token.type !== "space");
  if (!first || !own(first)) return [];
  if (first.type !== "text" && first.type !== "paragraph") return refuseToken(first, at);
  const next = more[0];
  if (next?.type === "list") return refuseToken(next, at);
  if (next) complain(at, `${where} can hold one paragraph only`);
  return written(first.tokens ?? [], at);
}

function list(token: Tokens.List, at: At): Block[] {
  if (token.ordered && token.start !== 1) complain(at, "a numbered list must begin with 1");
  const items = walk(token.items, at, (item, here) => [onlyText(item.tokens, here, "a list item")]);
  return [{ kind: "list", ordered: token.ordered, items }];
}

function table(token: Tokens.Table, at: At): Block[] {
  const cells = (row: readonly Tokens.TableCell[], line: number): Span[][] =>
    row.map((cell) => written(cell.tokens, { ...at, line }));
  const rows = token.rows.map((row, index) => cells(row, at.line + 2 + index));
  return [{ kind: "table", head: cells(token.header, at.line), rows }];
}

function heading(token: Tokens.Heading, at: At): Block[] {
  if (token.depth === 2 || token.depth === 3)
    return [{ kind: "heading", level: token.depth, text: written(token.tokens, at) }];
  complain(at, "only ## and ### headings are possible; the title stands in program.json");
  return [];
}

function block(token: Token, at: At): Block[] {
  if (!own(token)) return [];
  switch (token.type) {
    case "space":
      return [];
    case "heading":
      return heading(token, at);
    case "paragraph":
      return [{ kind: "paragraph", text: written(token.tokens, at) }];
    case "list":
      return list(token, at);
    case "table":
      return table(token, at);
    case "blockquote":
      return [{ kind: "note", text: onlyText(token.tokens, at, "a note") }];
    case "br":
    case "checkbox":
    case "code":
    case "codespan":
    case "def":
    case "del":
    case "em":
    case "escape":
    case "hr":
    case "html":
    case "image":
    case "link":
    case "list_item":
    case "strong":
    case "text":
      return refuseToken(token, at);
  }
}

/** Markdown as blocks: ## and ### headings, paragraphs, lists, tables, quotes (shown as notes), and styles within. */
export function parseMarkdown(source: string): ParsedMarkdown {
  const problems: MarkdownProblem[] = [];
  const blocks = walk(Lexer.lex(source), { line: 1, problems }, block);
  if (blocks.length === 0 && problems.length === 0) problems.push({ line: 1, message: "the text is empty" });
  return { blocks, problems };
}
