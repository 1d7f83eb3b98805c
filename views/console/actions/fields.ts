import { html } from "../../markup.ts";
import type { Markup } from "../../markup.ts";
import type { OpenForm } from "../run-view.ts";
import type { Target } from "./spec.ts";

/** The form of one action for one target, with what was typed into it before. */
export interface FormState {
  readonly target: Target;
  /** Prefix of the ids of its inputs. */
  readonly id: string;
  readonly open: OpenForm | null;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What stands there before anything was typed. */
  readonly initial?: string;
  readonly optional?: boolean;
}

const typedOf = (form: FormState, name: string): string | undefined => form.open?.typed[name]?.[0];

const valueOf = (form: FormState, { name, initial = "" }: Field): string => typedOf(form, name) ?? initial;

/** Ties an input to its hint and its error. */
function described(form: FormState, { name, hint }: Field): Markup {
  const ids = [
    ...(form.open?.errors[name] ? [`${form.id}-${name}-error`] : []),
    ...(hint ? [`${form.id}-${name}-hint`] : []),
  ];
  return html`${ids.length > 0 ? html`aria-describedby="${ids.join(" ")}"` : null}
  ${form.open?.errors[name] ? html`aria-invalid="true"` : null}`;
}

function around(form: FormState, field: Field, input: Markup): Markup {
  const id = `${form.id}-${field.name}`;
  const error = form.open?.errors[field.name];
  return html`<div class="field">
    <label for="${id}"
      >${field.label}${field.optional ? html` <span class="optional">(optional)</span>` : null}</label
    >
    ${input} ${field.hint ? html`<p class="hint" id="${id}-hint">${field.hint}</p>` : null}
    ${error ? html`<p class="error" id="${id}-error">${error}</p>` : null}
  </div>`;
}

/** One line. Nothing in the console is the operator's own data, so the browser need not fill it in. */
export const textField = (form: FormState, field: Field & { readonly type?: string }): Markup =>
  around(
    form,
    field,
    html`<input
      id="${form.id}-${field.name}"
      name="${field.name}"
      type="${field.type ?? "text"}"
      value="${valueOf(form, field)}"
      autocomplete="off"
      maxlength="300"
      ${field.optional ? null : html`required`}
      ${described(form, field)}
    />`,
  );

export const choiceField = (
  form: FormState,
  field: Field & { readonly options: readonly Option[] },
): Markup =>
  around(
    form,
    field,
    html`<select id="${form.id}-${field.name}" name="${field.name}" ${described(form, field)}>
      ${field.options.map(
        ({ value, label }) =>
          html`<option value="${value}" ${value === valueOf(form, field) ? html`selected` : null}>
            ${label}
          </option>`,
      )}
    </select>`,
  );

export function ticksField(form: FormState, field: Field & { readonly options: readonly Option[] }): Markup {
  const chosen = form.open?.typed[field.name] ?? [];
  const error = form.open?.errors[field.name];
  return html`<fieldset ${described(form, field)}>
    <legend>${field.label}</legend>
    ${field.options.map(
      ({ value, label }) =>
        html`<label class="tick"
          ><input
            type="checkbox"
            name="${field.name}"
            value="${value}"
            ${chosen.includes(value) ? html`checked` : null}
          /><span>${label}</span></label
        >`,
    )}
    ${field.hint ? html`<p class="hint" id="${form.id}-${field.name}-hint">${field.hint}</p>` : null}
    ${error ? html`<p class="error" id="${form.id}-${field.name}-error">${error}</p>` : null}
  </fieldset>`;
}

/** The reason that goes into the log. */
export const noteField = (form: FormState): Markup => {
  const field: Field = { name: "note", label: "Reason", hint: "Goes into the log, with your name." };
  return around(
    form,
    field,
    html`<textarea
      id="${form.id}-note"
      name="note"
      rows="2"
      maxlength="2000"
      required
      ${described(form, field)}
    >
${valueOf(form, field)}</textarea>`,
  );
};
