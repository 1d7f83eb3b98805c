import { inflateSync } from "node:zlib";

export interface ReadPdf {
  /** The text of each page, in the order it was drawn. */
  readonly pages: readonly string[];
  /** The file without its compressed streams, for what is written in the open. */
  readonly skeleton: string;
}

/** Reads what pdfkit writes: enough to find the text of a page again, by the maps that copying uses too. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const file = Buffer.from(bytes).toString("latin1");
  const objects = new Map(
    [...file.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm)].map(([, id = "", body = ""]) => [id, body]),
  );
  const bodies = [...objects.values()];
  const letters = new Map(
    bodies.flatMap((body) =>
      [...body.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", font = ""]) => {
        const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? "")?.[1] ?? "";
        return [name, readMap(streamOf(objects.get(map) ?? ""))] as const;
      }),
    ),
  );
  const pages = bodies
    .filter((body) => /\/Type \/Page\b(?!s)/.test(body))
    .map((body) => /\/Contents (\d+) 0 R/.exec(body)?.[1] ?? "")
    .map((content) => textOf(streamOf(objects.get(content) ?? ""), letters));
  return { pages, skeleton: file.replaceAll(/stream\n[\s\S]*?endstream/g, "") };
}

function streamOf(body: string): string {
  const match = /stream\n([\s\S]*)\nendstream/.exec(body);
  if (!match) return "";
  const raw = Buffer.from(match[1] ?? "", "latin1");
  return (body.includes("/FlateDecode") ? inflateSync(raw) : raw).toString("latin1");
}

const fromUtf16 = (hex: string): string =>
  Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le");

/** The ranges of a ToUnicode map, in the one form pdfkit writes: `<from> <to> [<a> <b> …]`. */
function readMap(map: string): ReadonlyMap<number, string> {
  const ranges = [...map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)];
  return new Map(
    ranges.flatMap(([, from = "0", list = ""]) =>
      [...list.matchAll(/<([0-9a-f ]*)>/gi)].map(
        ([, hex = ""], index) => [Number.parseInt(from, 16) + index, fromUtf16(hex)] as const,
      ),
    ),
  );
}

function textOf(content: string, letters: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map();
  const texts: string[] = [];
  for (const [, name, glyphs] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = letters.get(name) ?? new Map();
    const codes = [...(glyphs ?? "").matchAll(/<([0-9a-f]+)>/gi)].flatMap(
      ([, hex = ""]) => hex.match(/.{4}/g) ?? [],
    );
    if (codes.length > 0)
      texts.push(codes.map((code) => font.get(Number.parseInt(code, 16)) ?? "?").join(""));
  }
  return texts.join("\n");
}
