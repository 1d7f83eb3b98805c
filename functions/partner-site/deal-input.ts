import { DEAL_FIELDS } from "../../domain/deal.ts";
import type { DealField, DealForm } from "../../domain/deal.ts";
import { invalidFields } from "../../domain/deal-form.ts";
import type { FieldErrors, Typed } from "../../views/partner/form-parts.ts";
import { say } from "../../views/partner/visit.ts";
import type { Visit } from "../../views/partner/visit.ts";
import { DEAL_FIELD } from "../../views/partner/words.ts";
import type { Form } from "./form.ts";

/** Whole amounts as people write them: `12500`, `12.500`, `12,500`, `12 500`. Anything else is no amount. */
export function parseAmount(text: string): number {
  const grouped = /^\d{1,3}([.,'’\s]\d{3})+$/.test(text);
  const digits = grouped ? text.replace(/\D/g, "") : text;
  return /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** `https://www.Sample.example/about` is `sample.example`. */
export const parseDomain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/?#].*$/, "");

export function dealFormOf(form: Form): DealForm {
  return {
    customerName: form.text("customerName"),
    customerDomain: parseDomain(form.text("customerDomain")),
    customerCountry: form.text("customerCountry"),
    customerContact: form.text("customerContact"),
    need: form.text("need"),
    value: parseAmount(form.text("value")),
    currency: form.text("currency"),
    targetCloseDate: form.text("targetCloseDate"),
    nextSteps: form.text("nextSteps"),
  };
}

export const dealErrors = (visit: Visit, fields: readonly DealField[]): FieldErrors =>
  Object.fromEntries(fields.map((name) => [name, say(visit, DEAL_FIELD[name]).error]));

/** What is wrong with the form, in the reader's words. */
export const wrongFields = (visit: Visit, form: DealForm): FieldErrors =>
  dealErrors(visit, invalidFields(form, visit.program.firstDeal, visit.reader.now));

export const typedDeal = (form: Form): Typed => form.typed(...DEAL_FIELDS);

/** Only the open fields of the old form are replaced. */
export function corrected(before: DealForm, sent: DealForm, open: readonly DealField[]): DealForm {
  const changes = open.map((name) => [name, sent[name]] as const);
  return { ...before, ...Object.fromEntries(changes) };
}
