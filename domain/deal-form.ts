import { DEAL_FIELDS } from "./deal.ts";
import type { DealField, DealForm } from "./deal.ts";
import type { Instant } from "./ids.ts";
import type { DealRule } from "./program.ts";

export const NEED_MIN = 20;
const TEXT_MAX = 2_000;
const NAME_MAX = 200;
const VALUE_MAX = 1_000_000_000;
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

const isLong = (text: string, least: number, most: number): boolean =>
  text.trim().length >= least && text.length <= most;

type Check = (form: DealForm, context: { rule: DealRule; now: Instant }) => boolean;

const CHECKS: Readonly<Record<DealField, Check>> = {
  customerName: ({ customerName }) => isLong(customerName, 2, NAME_MAX),
  customerDomain: ({ customerDomain }) => customerDomain === "" || DOMAIN.test(customerDomain),
  customerCountry: ({ customerCountry }) => /^[A-Z]{2}$/.test(customerCountry),
  customerContact: ({ customerContact }) => isLong(customerContact, 0, NAME_MAX),
  need: ({ need }) => isLong(need, NEED_MIN, TEXT_MAX),
  value: ({ value }) => Number.isInteger(value) && value > 0 && value <= VALUE_MAX,
  currency: ({ currency }, { rule }) => rule.currencies.includes(currency),
  // The partner's today may be the server's yesterday.
  targetCloseDate: ({ targetCloseDate }, { now }) =>
    isDate(targetCloseDate) && Date.parse(targetCloseDate) >= now - 2 * 86_400_000,
  nextSteps: ({ nextSteps }) => isLong(nextSteps, 0, TEXT_MAX),
};

/** The fields that cannot stay as they are. */
export const invalidFields = (form: DealForm, rule: DealRule, now: Instant): readonly DealField[] =>
  DEAL_FIELDS.filter((field) => !CHECKS[field](form, { rule, now }));

/** The fields in which two forms differ. */
export const changedFields = (before: DealForm, after: DealForm): readonly DealField[] =>
  DEAL_FIELDS.filter((field) => before[field] !== after[field]);
