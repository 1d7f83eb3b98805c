import type { Instant } from "../../domain/ids.ts";
import { duration, isoTime, longDate, moment, relativeTime, timeOfDay } from "../format.ts";
import type { Reader } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";

/** The console shows UTC, so that colleagues in different places speak of the same hour. */
export const readerAt = (now: Instant): Reader => ({ locale: "en", timeZone: "UTC", now });

/** "24 November 2026, 17:00 UTC": for sentences that are read at any later time. */
export function calendarMoment(at: Instant): string {
  const reader = readerAt(at);
  return `${longDate(at, reader)}, ${timeOfDay(at, reader)}`;
}

/** "3 days ago", with the day and hour under it. */
export const when = (at: Instant, now: Instant): Markup =>
  html`<time class="when" datetime="${isoTime(at)}"
    >${relativeTime(at, readerAt(now))}<span class="exact">${moment(at, readerAt(now))}</span></time
  >`;

/** "3 days ago, Tue 24 Nov, 17:00 UTC", in one line. */
export const whenInline = (at: Instant, now: Instant): Markup =>
  html`<time datetime="${isoTime(at)}"
    >${relativeTime(at, readerAt(now))}, <span class="exact">${moment(at, readerAt(now))}</span></time
  >`;

/** A deadline: as `when`, and said in words when it has passed. */
export const due = (at: Instant, now: Instant): Markup =>
  at >= now
    ? when(at, now)
    : html`<time class="when late" datetime="${isoTime(at)}"
        >late by ${duration(now - at, "en")}<span class="exact">${moment(at, readerAt(now))}</span></time
      >`;

/** How long from one time to another: "12 days". */
export const span = (from: Instant, to: Instant): string => duration(to - from, "en");
