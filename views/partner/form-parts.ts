import type { Localized } from "../../domain/content.ts";
import type { Locale } from "../../domain/content.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";

/** What was typed, by field name; a form shown again keeps it. */
export type Typed = Readonly<Record<string, string>>;
/** What is wrong, by field name, in the reader's words. */
export type FieldErrors = Readonly<Record<string, string>>;

export interface Filled {
  readonly typed: Typed;
  readonly errors: FieldErrors;
}

export const EMPTY: Filled = { typed: {}, errors: {} };

const SUMMARY: Localized<(count: number) => string> = {
  de: (count) =>
    count === 1 ? "Bitte ändern Sie noch eine Angabe" : `Bitte ändern Sie noch ${count} Angaben`,
  en: (count) => (count === 1 ? "Please change one thing" : `Please change ${count} things`),
};

const OPTIONAL: Localized = { de: "freiwillig", en: "optional" };

/** What is wrong, at the top, each with a jump to its field. */
export function errorSummary(errors: FieldErrors, locale: Locale): Markup | null {
  const all = Object.entries(errors);
  if (all.length === 0) return null;
  return html`<div class="errors" id="error-summary" role="alert" tabindex="-1">
    <h2>${SUMMARY[locale](all.length)}</h2>
    <ul>
      ${all.map(([name, message]) => html`<li><a href="#${name}">${message}</a></li>`)}
    </ul>
  </div>`;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly locale: Locale;
  readonly filled: Filled;
  readonly kind?: "text" | "email" | "date" | "amount" | "long";
  readonly optional?: boolean;
  readonly autocomplete?: string;
  readonly maxLength?: number;
  /** For a choice: value and text. Empty text: not shown as chosen. */
  readonly options?: readonly (readonly [string, string])[];
}

const describedBy = ({ name, hint, filled }: Field): Markup | null => {
  const ids = [...(hint ? [`${name}-hint`] : []), ...(filled.errors[name] ? [`${name}-error`] : [])];
  return ids.length > 0 ? html`aria-describedby="${ids.join(" ")}"` : null;
};

const INPUT_TYPE = { text: "text", email: "email", date: "date", amount: "text" } as const;

function attributes(input: Field): Markup {
  const { name, filled, optional, autocomplete } = input;
  return html`id="${name}" name="${name}" ${describedBy(input)}
  ${filled.errors[name] ? html`aria-invalid="true"` : null} ${optional ? null : html`required`}
  ${autocomplete ? html`autocomplete="${autocomplete}"` : null}`;
}

function control(input: Field): Markup {
  const { name, filled, kind = "text", options, maxLength = 200 } = input;
  const value = filled.typed[name] ?? "";
  const common = attributes(input);
  if (options) {
    return html`<select ${common}>
      ${options.map(
        ([key, text]) =>
          html`<option value="${key}" ${key === value ? html`selected` : null}>${text}</option>`,
      )}
    </select>`;
  }
  if (kind === "long") {
    return html`<textarea ${common} maxlength="${maxLength}" rows="4" dir="auto">${value}</textarea>`;
  }
  return html`<input
    ${common}
    maxlength="${maxLength}"
    type="${INPUT_TYPE[kind]}"
    ${kind === "amount" ? html`inputmode="numeric"` : null}
    value="${value}"
    dir="auto"
  />`;
}

/** Label, why it is asked, what is wrong, the control: in this order, tied together for everyone. */
export function field(input: Field): Markup {
  const { name, label, hint, filled, locale } = input;
  const error = filled.errors[name];
  return html`<div class="field">
    <label for="${name}"
      >${label}${input.optional ? html` <span class="optional">(${OPTIONAL[locale]})</span>` : null}</label
    >
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
    ${error ? html`<p class="error" id="${name}-error">${error}</p>` : null} ${control(input)}
  </div>`;
}

export interface Tick {
  readonly name: string;
  readonly text: string | Markup;
  readonly filled: Filled;
}

/** A statement to agree to: never ticked beforehand. */
export function tick({ name, text, filled }: Tick): Markup {
  const error = filled.errors[name];
  return html`<div class="field">
    ${error ? html`<p class="error" id="${name}-error">${error}</p>` : null}
    <label class="tick"
      ><input
        type="checkbox"
        id="${name}"
        name="${name}"
        value="yes"
        required
        ${error ? html`aria-invalid="true" aria-describedby="${name}-error"` : null}
        ${filled.typed[name] === "yes" ? html`checked` : null}
      /><span>${text}</span></label
    >
  </div>`;
}
