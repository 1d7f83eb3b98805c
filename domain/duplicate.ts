import type { DealForm, DuplicateReason } from "./deal.ts";

/** Another registration of the same vendor that shares a key with this one. */
export interface DuplicateCandidate {
  /** `<onboardingId>#<deal number>`. */
  readonly record: string;
  readonly customerName: string;
  readonly customerDomain: string;
  readonly customerCountry: string;
}

const LEGAL_FORMS =
  /(?<![\p{L}\p{N}])(gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|se|eg|ev|co|inc|llc|ltd|plc|corp|corporation|company|sa|sas|sarl|bv|nv|ab|oy|as|aps|srl|spa)(?![\p{L}\p{N}])/gu;

/** A company's name without case, accents, punctuation and legal form. */
export function normalizedName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  const core = plain.replace(LEGAL_FORMS, " ").replace(/\s+/g, " ").trim();
  return core || plain.trim() || name.trim().toLowerCase();
}

/** The first letters, spaces aside: "Muster Haus", "Musterhaus" and "Mustermann" begin alike. */
const beginning = (name: string): string =>
  normalizedName(name)
    .replaceAll(" ", "")
    .replace(/^(.{4}).*$/su, "$1");

/** What a registration is found by: its domain, and how its name begins. No rule finds what shares neither. */
export function dealKeys(form: Pick<DealForm, "customerName" | "customerDomain">): string[] {
  const start = beginning(form.customerName);
  return [
    ...(form.customerDomain ? [`domain:${form.customerDomain.toLowerCase()}`] : []),
    ...(start ? [`name:${start}`] : []),
  ];
}

const pairs = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2)));

/** Share of common letter pairs, 0 to 1 (the Sørensen–Dice coefficient). */
export function similarity(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)];
  if (left.size + right.size === 0) return a === b ? 1 : 0;
  const common = [...left].filter((pair) => right.has(pair)).length;
  return (2 * common) / (left.size + right.size);
}

const SIMILAR = 0.8;

function ruleFor(form: DealForm, other: DuplicateCandidate): DuplicateReason["rule"] | null {
  if (form.customerDomain && form.customerDomain.toLowerCase() === other.customerDomain.toLowerCase()) {
    return "same_domain";
  }
  const [mine, theirs] = [normalizedName(form.customerName), normalizedName(other.customerName)];
  if (mine === theirs && form.customerCountry === other.customerCountry) return "same_name_and_country";
  const alike = beginning(form.customerName) === beginning(other.customerName);
  return alike && similarity(mine, theirs) >= SIMILAR ? "similar_name" : null;
}

/** Which rule fits which record, the strongest rule of each; records of `own` do not count. */
export function duplicatesOf(
  form: DealForm,
  candidates: readonly DuplicateCandidate[],
  own: string,
): readonly DuplicateReason[] {
  return candidates.flatMap((other) => {
    const rule = other.record.startsWith(`${own}#`) ? null : ruleFor(form, other);
    return rule ? [{ rule, record: other.record }] : [];
  });
}
