import type { Letter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { FRAME, rail } from "./mail-frame.ts";

const WIDTH = 74;

/** Breaks between words only: an address must stay in one piece. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join("\n");
}

const quoted = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => wrap(line).split("\n"))
    .map((line) => `> ${line}`)
    .join("\n");

/** The plain text part. It says the same in an order of its own: the address stands where a button cannot. */
export function mailText(letter: Letter, data: MailData): string {
  const { title, lead, facts = [], quote = null, action, also = [], closing } = letter;
  const { greeting, railTitle, regards, signature, why, keepToYourself } =
    FRAME[data.locale][letter.audience](data);
  const stops = rail(data).map(({ mark, name, words }) => `  ${mark} ${name}: ${words}`);
  return [
    wrap(title),
    wrap(greeting),
    ...lead.map(wrap),
    facts.map(([label, value]) => `${label}: ${value}`).join("\n"),
    quote ? `${wrap(`${quote.label}:`)}\n${quoted(quote.text)}` : "",
    `${action.invitation}\n${action.href}`,
    ...also.map(({ label, href }) => `${label}:\n${href}`),
    ...closing.map(wrap),
    `${railTitle}:\n${stops.join("\n")}`,
    [regards, ...signature].join("\n"),
    // "-- " and a line end: what follows is a signature block (RFC 3676, section 4.3).
    [
      "-- ",
      wrap(letter.sharable ? why : `${why} ${keepToYourself}`),
      "",
      data.vendor.name,
      ...data.vendor.legalLines,
    ].join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}
