import { instant } from "./ids.ts";
import type { Instant } from "./ids.ts";
import type { Calendar } from "./program.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const later = (time: Instant, ms: number): Instant => instant(time + ms);

interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly hour: number;
  /** ISO, 1 = Monday. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Intl` is slow to set up and there are few time zones. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  });
  formats.set(timeZone, made);
  return made;
}

export function localTime(at: Instant, timeZone: string): LocalTime {
  const part: Partial<Record<string, string>> = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${part["year"]}-${part["month"]}-${part["day"]}`;
  return { date, hour: Number(part["hour"]), weekday: ((new Date(date).getUTCDay() + 6) % 7) + 1 };
}

/** Where and how somebody is disturbed or not. */
export interface Place {
  readonly timeZone: string;
  readonly country: string;
}

function isWorkday({ date, weekday }: LocalTime, country: string, calendar: Calendar): boolean {
  return !calendar.weekend.includes(weekday) && !(calendar.holidays[country] ?? []).includes(date);
}

function isQuiet(at: Instant, place: Place, calendar: Calendar): boolean {
  const local = localTime(at, place.timeZone);
  const { from, until } = calendar.quietHours;
  return local.hour >= from || local.hour < until || !isWorkday(local, place.country, calendar);
}

const FARTHEST = 21 * 24;

/**
 * When a reminder meant for `at` may go out: then, or earlier down to `earliest`, or else later before `deadline`.
 * `null`: there is no such time.
 */
export function reminderTime(
  at: Instant,
  { earliest, deadline }: { earliest: Instant; deadline: Instant },
  { place, calendar }: { place: Place; calendar: Calendar },
): Instant | null {
  for (let hours = 0; hours <= FARTHEST && at - hours * HOUR >= earliest; hours++) {
    const time = later(at, -hours * HOUR);
    if (time < deadline && !isQuiet(time, place, calendar)) return time;
  }
  for (let hours = 1; hours <= FARTHEST && at + hours * HOUR < deadline; hours++) {
    const time = later(at, hours * HOUR);
    if (!isQuiet(time, place, calendar)) return time;
  }
  return null;
}

/** The same time of day so many business days later, by the calendar of a country. */
export function addBusinessDays(
  at: Instant,
  days: number,
  { country, calendar }: { country: string; calendar: Calendar },
): Instant {
  let time = at;
  for (let left = days, guard = 0; left > 0 && guard < 366; guard++) {
    time = later(time, DAY);
    if (isWorkday(localTime(time, "UTC"), country, calendar)) left--;
  }
  return time;
}

/** The same day of the month so many months later; the month's last day where there is no such day. */
export function addMonths(at: Instant, months: number): Instant {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return instant(date.getTime());
}
