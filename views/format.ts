import type { Locale } from "../domain/content.ts";
import type { Instant } from "../domain/ids.ts";

/** Who reads, where, and when: every date is said in their language and time zone. */
export interface Reader {
  readonly locale: Locale;
  /** IANA name. */
  readonly timeZone: string;
  readonly now: Instant;
}

const TAG: Record<Locale, string> = { de: "de-DE", en: "en-GB" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Making an Intl object costs far more than using it, and there are few kinds.
const made = new Map<string, Intl.DateTimeFormat>();

function dates({ locale, timeZone }: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat(TAG[locale], { ...options, timeZone });
  if (made.size < 500) made.set(key, fresh);
  return fresh;
}

const yearOf = (at: Instant, reader: Reader): string => dates(reader, { year: "numeric" }).format(at);

/** "24 November 2026", "24. November 2026". */
export const longDate = (at: Instant, reader: Reader): string =>
  dates(reader, { day: "numeric", month: "long", year: "numeric" }).format(at);

/** "24 Nov", and with its year when that is not this one. */
export const shortDate = (at: Instant, reader: Reader): string =>
  dates(reader, {
    day: "numeric",
    month: "short",
    ...(yearOf(at, reader) === yearOf(reader.now, reader) ? {} : { year: "numeric" }),
  }).format(at);

/** "17:00 CET". */
export const timeOfDay = (at: Instant, reader: Reader): string =>
  dates(reader, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" }).format(at);

/** "Tue 24 Nov, 17:00 CET", and with its year when that is not this one. */
export function moment(at: Instant, reader: Reader): string {
  const sameYear = yearOf(at, reader) === yearOf(reader.now, reader);
  const day = dates(reader, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(at);
  return `${day}, ${timeOfDay(at, reader)}`;
}

const relative = new Map<Locale, Intl.RelativeTimeFormat>();

function distances(locale: Locale): Intl.RelativeTimeFormat {
  const known = relative.get(locale) ?? new Intl.RelativeTimeFormat(TAG[locale], { numeric: "auto" });
  relative.set(locale, known);
  return known;
}

const dayNumber = (at: Instant, reader: Reader): number => {
  const parts = dates(reader, { year: "numeric", month: "numeric", day: "numeric" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Math.round(Date.UTC(part("year"), part("month") - 1, part("day")) / DAY);
};

/** "in 3 days", "yesterday", "in 20 minutes": by the reader's calendar days from a day on. */
export function relativeTime(at: Instant, reader: Reader): string {
  const words = distances(reader.locale);
  const distance = at - reader.now;
  if (Math.abs(distance) < HOUR) return words.format(Math.trunc(distance / MINUTE), "minute");
  const days = dayNumber(at, reader) - dayNumber(reader.now, reader);
  if (days === 0) return words.format(Math.trunc(distance / HOUR), "hour");
  return Math.abs(days) < 60 ? words.format(days, "day") : words.format(Math.trunc(days / 30), "month");
}

/** "in 3 days, Tue 24 Nov, 17:00 CET". */
export const moreThanWhen = (at: Instant, reader: Reader): string =>
  `${relativeTime(at, reader)}, ${moment(at, reader)}`;

/** Whole amounts without cents: "€12,500", "12.500 €". An unknown currency stands as its code. */
export function money(value: number, currency: string, locale: Locale): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${wholeNumber(value, locale)} ${currency}`;
  return new Intl.NumberFormat(TAG[locale], {
    style: "currency",
    currency,
    maximumFractionDigits: Number.isInteger(value) ? 0 : 2,
  }).format(value);
}

export const wholeNumber = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(TAG[locale], { maximumFractionDigits: 0 }).format(value);

/** 0 to 100 as "80%", "80 %". */
export const percent = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(TAG[locale], { style: "percent", maximumFractionDigits: 0 }).format(value / 100);

const UNIT: Record<Locale, Record<"day" | "hour" | "minute", readonly [string, string]>> = {
  de: { day: ["Tag", "Tage"], hour: ["Stunde", "Stunden"], minute: ["Minute", "Minuten"] },
  en: { day: ["day", "days"], hour: ["hour", "hours"], minute: ["minute", "minutes"] },
};

/** How long, in the largest fitting unit: "3 days", "4 hours", "12 minutes"; never less than a minute. */
export function duration(ms: number, locale: Locale): string {
  const unit = ms >= 2 * DAY ? "day" : ms >= 2 * HOUR ? "hour" : "minute";
  const size = { day: DAY, hour: HOUR, minute: MINUTE }[unit];
  const count = Math.max(1, Math.round(ms / size));
  return `${wholeNumber(count, locale)} ${UNIT[locale][unit][count === 1 ? 0 : 1]}`;
}

/** A country's name in the reader's language; the code itself when it has none. */
export function countryName(code: string, locale: Locale): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(TAG[locale], { type: "region" }).of(code) ?? code;
}

/** A calendar day as `YYYY-MM-DD`, said in words; what is no such day stays as it is. */
export function calendarDay(text: string, locale: Locale): string {
  const at = Date.parse(`${text}T12:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at)) return text;
  return new Intl.DateTimeFormat(TAG[locale], { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/** For `<time datetime>`. */
export const isoTime = (at: Instant): string => new Date(at).toISOString();
