import type { Instant } from "../../domain/ids.ts";
import type { Operator } from "../../domain/operator.ts";
import { fingerprint } from "../fingerprint.ts";
import { layout } from "../layout.ts";
import type { PageBrand } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { notSent } from "../not-sent.ts";
import { CONSOLE_SCRIPT_HREF } from "./script.ts";
import { CONSOLE_SHEET } from "./style.ts";
import { OPERATOR_ROLE_WORDS } from "./words.ts";

/** What every console page knows: who looks, when, and for which vendor. */
export interface Desk {
  readonly operator: Operator;
  readonly now: Instant;
  /** `null` when the operator covers several vendors and has chosen none. */
  readonly brand: PageBrand | null;
}

interface ConsolePage {
  readonly title: string;
  readonly here: "work" | "runs" | "effects" | null;
  readonly main: Markup;
}

const NOT_SENT =
  "No answer came back: there is no connection, or you are signed out (sign in in another tab). What you wrote is still here; look at the timeline before you send it again.";

const PLACES = [
  { place: "work", href: "/console", word: "Needs me" },
  { place: "runs", href: "/console/runs", word: "All runs" },
  { place: "effects", href: "/console/effects", word: "Failures" },
] as const;

const navigation = ({ operator }: Desk, here: ConsolePage["here"]): Markup =>
  html`<nav class="places" aria-label="Console">
      ${PLACES.map(
        ({ place, href, word }) =>
          html`<a href="${href}" ${place === here ? html`aria-current="page"` : null}>${word}</a>`,
      )}
    </nav>
    <div class="who">
      <span id="live" class="live"></span>
      <span class="who-name"
        ><bdi>${operator.name}</bdi><span class="muted"> · ${OPERATOR_ROLE_WORDS[operator.role]}</span></span
      >
      <form method="post" action="/console/sign-out">
        <button class="link-button">Sign out</button>
      </form>
    </div>`;

/** A console page for somebody who is signed in. */
export const consolePage = (desk: Desk, { title, here, main }: ConsolePage): string =>
  layout({
    surface: "console",
    locale: "en",
    title: `${title} · Partner onboarding`,
    brand: desk.brand,
    aside: navigation(desk, here),
    main: html`${main} ${notSent(NOT_SENT)}`,
    sheet: CONSOLE_SHEET,
    scripts: [CONSOLE_SCRIPT_HREF],
  });

/** A part of a page that keeps itself up to date: asked for again at its address, answered only when it differs. */
export const livePart = (part: LivePart): Markup =>
  html`<div
    id="part-${part.name}"
    class="part"
    hx-get="${part.address}"
    hx-trigger="every ${part.seconds}s"
    hx-swap="innerHTML"
    data-etag="${etagOf(part.content)}"
  >
    ${part.content}
  </div>`;

interface LivePart {
  readonly name: string;
  readonly address: string;
  readonly seconds: number;
  readonly content: Markup;
}

export function etagOf(content: Markup): string {
  const text = content.toString();
  return `${fingerprint(text)}-${text.length.toString(36)}`;
}

/** `/console/runs?status=on_hold` with `part=list` added. */
export const partAddress = (address: string, name: string): string =>
  `${address}${address.includes("?") ? "&" : "?"}part=${name}`;
