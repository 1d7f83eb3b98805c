import { html, trusted } from "../markup.ts";
import type { Markup } from "../markup.ts";
import type { Letter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { FRAME, rail } from "./mail-frame.ts";
import { buttonColor, buttonStyle, INLINE, MAIL_SHEET } from "./mail-style.ts";

const paragraph = (text: string): Markup => html`<p class="ink" style="${INLINE.text}">${text}</p>`;

const factTable = (facts: NonNullable<Letter["facts"]>): Markup =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px">
    ${facts.map(
      ([label, value]) =>
        html`<tr>
          <td class="muted fact" width="170" style="${INLINE.label}">${label}</td>
          <td class="ink fact" style="${INLINE.value}">${value}</td>
        </tr>`,
    )}
  </table>`;

const quotation = ({ label, text }: NonNullable<Letter["quote"]>): Markup =>
  html`<p class="muted" style="${INLINE.small}">${label}</p>
    <blockquote class="quote ink" style="${INLINE.quote}"><bdi>${text}</bdi></blockquote>
    <p style="margin:0 0 16px"></p>`;

// The cell carries the color too: Outlook draws no background behind a link.
const button = ({ action }: Letter, accent: string): Markup =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px">
    <tr>
      <td bgcolor="${buttonColor(accent)}" style="border-radius:6px">
        <a href="${action.href}" style="${buttonStyle(accent)}">${action.label}</a>
      </td>
    </tr>
  </table>`;

const plainLink = (href: string): Markup =>
  html`<a class="ink" href="${href}" style="${INLINE.link}">${href}</a>`;

const otherLinks = (also: NonNullable<Letter["also"]>): Markup[] =>
  also.map(
    ({ label, href }) =>
      html`<p class="ink" style="${INLINE.text}">
        <a class="ink" href="${href}" style="${INLINE.link}">${label}</a>
      </p>`,
  );

const progress = (data: MailData, title: string): Markup =>
  html`<p class="muted" style="${INLINE.small}">${title}</p>
    ${rail(data).map(
      ({ mark, name, words, state }) =>
        html`<p class="ink" style="${INLINE.rail}">
          ${mark} ${state === "here" ? html`<strong>${name}</strong>` : name}: ${words}
        </p>`,
    )}`;

const logo = ({ vendor }: MailData): Markup =>
  vendor.brand.logoUrl?.startsWith("https://")
    ? html`<img
        src="${vendor.brand.logoUrl}"
        alt="${vendor.name}"
        height="32"
        style="border:0;height:32px"
      />`
    : html`<bdi>${vendor.name}</bdi>`;

function card(letter: Letter, data: MailData): Markup {
  const { title, lead, facts = [], quote = null, action, also = [], closing, audience } = letter;
  const { greeting, railTitle, orCopy, regards, signature } = FRAME[data.locale][audience](data);
  return html`<h1 class="ink" style="${INLINE.title}">${title}</h1>
    ${paragraph(greeting)} ${lead.map(paragraph)} ${facts.length > 0 ? factTable(facts) : null}
    ${quote ? quotation(quote) : null} ${button(letter, data.vendor.brand.accent)}
    <p class="muted" style="${INLINE.small};margin-bottom:16px">${orCopy}<br />${plainLink(action.href)}</p>
    ${otherLinks(also)} ${closing.map(paragraph)}
    <div class="rule" style="${INLINE.rule};padding-top:16px;margin-top:8px">
      ${progress(data, railTitle)}
    </div>
    <p class="ink" style="${INLINE.text};margin-top:20px">
      ${regards}<br />${signature.map((line) => html`${line}<br />`)}
    </p>`;
}

function foot(letter: Letter, data: MailData): Markup {
  const { why, keepToYourself } = FRAME[data.locale][letter.audience](data);
  return html`<p class="muted" style="${INLINE.foot}">${why} ${letter.sharable ? null : keepToYourself}</p>
    <p class="muted" style="${INLINE.foot}">
      <bdi>${data.vendor.name}</bdi><br />${data.vendor.legalLines.map((line) => html`${line}<br />`)}
    </p>`;
}

/** A whole mail: one column of 600 px in tables, readable without pictures, styles or a second screen. */
export function mailLayout(letter: Letter, data: MailData): string {
  const page = html`<html lang="${data.locale}" dir="ltr">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
      <title>${letter.subject}</title>
      <style>
        ${trusted(MAIL_SHEET)}
      </style>
    </head>
    <body class="ground" style="${INLINE.body}">
      <div style="${INLINE.hidden}">${letter.preview}</div>
      <div
        role="article"
        aria-roledescription="email"
        aria-label="${letter.subject}"
        lang="${data.locale}"
        dir="ltr"
      >
        <table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0">
          <tr>
            <td align="center" style="padding:16px 8px">
              ${trusted('<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->')}
              <table
                role="presentation"
                class="card"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:600px;text-align:left;${INLINE.card}"
              >
                <tr>
                  <td class="pad ink" style="${INLINE.brand}">${logo(data)}</td>
                </tr>
                <tr>
                  <td class="pad" style="padding:0 32px 16px">${card(letter, data)}</td>
                </tr>
                <tr>
                  <td class="pad rule" style="${INLINE.rule};padding:20px 32px 16px">
                    ${foot(letter, data)}
                  </td>
                </tr>
              </table>
              ${trusted("<!--[if mso]></td></tr></table><![endif]-->")}
            </td>
          </tr>
        </table>
      </div>
    </body>
  </html>`;
  return `<!doctype html>\n${page.toString()}\n`;
}
