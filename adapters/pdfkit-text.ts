import type { Span } from "../domain/content.ts";
import type { Face, Style } from "./pdfkit-theme.ts";

/** Characters in one face and size, side by side. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
  readonly width: number;
  readonly href?: string | undefined;
}

export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
}

/** What is asked of the fonts. */
export interface Metrics {
  width(text: string, style: Style): number;
  draws(codePoint: number, face: Face): boolean;
}

export interface Measure {
  readonly style: Style;
  readonly width: number;
}

/** What stays on one line: a word (with its parts in several faces) or the space after it. */
interface Token {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly isSpace: boolean;
  readonly isRightToLeft: boolean;
}

const FACE_OF = { plain: null, strong: "strong", emphasis: "emphasis", code: "code" } as const;

/** Breaks a text into lines no wider than `width`. Words that do not fit, hashes say, are broken anywhere. */
export function breakLines(spans: readonly Span[], { style, width }: Measure, metrics: Metrics): Line[] {
  const tokens = joinWords(spans.flatMap((span) => tokensOf(span, style, metrics))).flatMap((token) =>
    token.width > width ? shatter(token, metrics) : [token],
  );
  const lines: Token[][] = [[]];
  let used = 0;
  for (const token of tokens) {
    if (used + token.width > width && !token.isSpace && used > 0) {
      lines.push([]);
      used = 0;
    }
    if (token.isSpace && used === 0) continue;
    lines.at(-1)?.push(token);
    used += token.width;
  }
  return lines.map(toLine);
}

function tokensOf(span: Span, base: Style, metrics: Metrics): Token[] {
  const face = FACE_OF[span.style] ?? base.face;
  const size = face === "code" ? base.size * 0.88 : base.size;
  const style = { ...base, face, size };
  return drawable(span.text)
    .split(/( +)/)
    .filter((text) => text !== "")
    .map((text) => {
      const pieces = piecesOf(text, style, metrics).map((piece) => ({ ...piece, href: span.href }));
      return tokenOf(pieces);
    });
}

/** A word whose letters change style (`**Part**ner`) must not be broken where they do. */
function joinWords(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (last && !last.isSpace && !token.isSpace)
      joined[joined.length - 1] = tokenOf([...last.pieces, ...token.pieces]);
    else joined.push(token);
  }
  return joined;
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

function tokenOf(pieces: readonly Piece[]): Token {
  const text = pieces.map((piece) => piece.text).join("");
  const width = pieces.reduce((sum, piece) => sum + piece.width, 0);
  return { pieces, width, isSpace: text.trim() === "", isRightToLeft: RIGHT_TO_LEFT.test(text) };
}

/** Line breaks and tabs become spaces, no-break spaces stay; what has no shape of its own (direction marks, joiners) is left out. */
const drawable = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(/(?:[^\S\u00A0\u202F]|\p{Cc})+/gu, " ")
    .replaceAll(/[\p{Cf}\uFE00-\uFE0F]/gu, "");

/** Splits by the face that has the glyphs. A character that none has stands as its code point, so nothing is lost. */
function piecesOf(text: string, style: Style, metrics: Metrics): Piece[] {
  const runs: { text: string; face: Face }[] = [];
  for (const character of text) {
    const { shown, face } = faceFor(character, style.face, metrics);
    const last = runs.at(-1);
    if (last?.face === face) last.text += shown;
    else runs.push({ text: shown, face });
  }
  return runs.map((run) => {
    const styled = { ...style, face: run.face };
    return { text: run.text, style: styled, width: metrics.width(run.text, styled) };
  });
}

function faceFor(character: string, wanted: Face, metrics: Metrics): { shown: string; face: Face } {
  const codePoint = character.codePointAt(0) ?? 0;
  const face = [wanted, "fallback" as const].find((candidate) => metrics.draws(codePoint, candidate));
  if (face) return { shown: character, face };
  return { shown: `[U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}]`, face: wanted };
}

const shatter = (token: Token, metrics: Metrics): Token[] =>
  token.pieces.flatMap((piece) =>
    graphemes(piece.text).map((text) =>
      tokenOf([{ ...piece, text, width: metrics.width(text, piece.style) }]),
    ),
  );

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

function toLine(tokens: readonly Token[]): Line {
  const trimmed = tokens.at(-1)?.isSpace ? tokens.slice(0, -1) : tokens;
  const pieces = inVisualOrder(trimmed).flatMap((token) => token.pieces);
  return { pieces: mergePieces(pieces), width: pieces.reduce((sum, piece) => sum + piece.width, 0) };
}

/**
 * The fonts order the letters of a right-to-left word; its words are ordered here, so that a name reads rightly.
 * This is less than the Unicode bidi algorithm: numbers and brackets among such words stay as they come.
 */
function inVisualOrder(tokens: readonly Token[]): Token[] {
  const groups: Token[][] = [];
  for (const [index, token] of tokens.entries()) {
    const last = groups.at(-1);
    const goesOn = token.isRightToLeft || (token.isSpace && (tokens[index + 1]?.isRightToLeft ?? false));
    if (last?.at(0)?.isRightToLeft && goesOn) last.push(token);
    else groups.push([token]);
  }
  return groups.flatMap((group) => group.toReversed());
}

/** Neighbors of one style become one piece, so that text can be searched and copied; right-to-left words stay apart. */
function mergePieces(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last && canMerge(last, piece)) {
      merged[merged.length - 1] = { ...last, text: last.text + piece.text, width: last.width + piece.width };
    } else merged.push(piece);
  }
  return merged;
}

const canMerge = (left: Piece, right: Piece): boolean =>
  left.style.face === right.style.face &&
  left.style.size === right.style.size &&
  left.href === right.href &&
  !RIGHT_TO_LEFT.test(left.text + right.text);
