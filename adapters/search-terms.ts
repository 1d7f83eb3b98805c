import { dealKeys, normalizedName } from "../domain/duplicate.ts";
import { MANAGER } from "../domain/ids.ts";
import type { Partner } from "../domain/onboarding.ts";
import type { RecordWrite } from "../domain/records.ts";

/** From `from` (included) to `to` (not included), compared byte by byte in UTF-8. */
export interface TermRange {
  readonly from: string;
  readonly to: string;
}

const LONGEST = 100;
const LAST_CHARACTER = "\u{10FFFF}";

/** A name without case, accents and punctuation; one without any letter or digit stays as it is. */
function foldName(name: string): string {
  const folded = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return (folded || name.trim()).slice(0, LONGEST);
}

const withoutWww = (domain: string): string => domain.replace(/^www\./, "");

/** The domain first, so that a domain and the addresses in it lie side by side. */
function mailTerm(email: string): string {
  const at = email.lastIndexOf("@");
  return `mail:${email.slice(at + 1)}@${email.slice(0, Math.max(at, 0))}`.toLowerCase();
}

const domainTerm = (domain: string): string => `mail:${withoutWww(domain.trim().toLowerCase())}@`;

/** What a company is found by: its name from each word on (legal forms aside), and its domain. */
export function partnerTerms(partner: Partner): string[] {
  const words = foldName(normalizedName(partner.legalName)).split(" ").slice(0, 6);
  const later = words.slice(1).map((_, index) => `name:${words.slice(index + 1).join(" ")}`);
  const names = [`name:${foldName(partner.legalName)}`, ...later];
  return [...new Set(partner.domain ? [...names, domainTerm(partner.domain)] : names)];
}

/** What a record adds: a contact's mail address, a deal's keys. They go when the record is replaced. */
export function recordTerms(write: RecordWrite): string[] {
  if (write.kind === "deal") return dealKeys(write.value).map(dealTerm);
  const email = write.kind === "person" && write.key !== MANAGER ? write.value.email.trim() : "";
  return email ? [mailTerm(email)] : [];
}

export const dealTerm = (key: string): string => `deal:${key}`;

/** What a search may mean besides an exact id: a name's start, a mail address, a domain. */
export function searchRanges(search: string): readonly TermRange[] {
  const text = search.trim();
  const name = `name:${foldName(text)}`;
  const lower = text.toLowerCase();
  const mail = lower.indexOf("@") > 0 ? mailTerm(lower) : null;
  const domain = domainTerm(lower.replace(/^@/, ""));
  return [
    { from: name, to: name + LAST_CHARACTER },
    mail ? { from: mail, to: `${mail}\u0001` } : { from: domain, to: `${domain.slice(0, -1)}A` },
  ];
}
