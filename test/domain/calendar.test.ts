import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addBusinessDays, addMonths, localTime, reminderTime } from "../../domain/calendar.ts";
import { instant } from "../../domain/ids.ts";
import { after, DAY, HOUR, T0 } from "../make.ts";
import { makeProgram } from "../make-program.ts";

const { calendar } = makeProgram();
const berlin = { timeZone: "Europe/Berlin", country: "DE" };
const utc = (month: number, day: number, hour = 8) => instant(Date.UTC(2026, month - 1, day, hour));
const within = { earliest: T0, deadline: utc(12, 31) };

const at = (time: ReturnType<typeof utc>, limits = within) =>
  reminderTime(time, limits, { place: berlin, calendar });

describe("the time of a reminder", () => {
  test("is as meant in working hours", () => {
    expect(at(utc(9, 8))).toEqual(utc(9, 8));
  });

  test("moves to the evening before at night", () => {
    expect(at(utc(9, 8, 3))).toEqual(utc(9, 7, 17));
    expect(at(utc(9, 8, 19))).toEqual(utc(9, 8, 17));
  });

  test("moves before a weekend or a public holiday", () => {
    expect(at(utc(9, 13))).toEqual(utc(9, 11, 17));
    expect(at(utc(12, 25))).toEqual(utc(12, 24, 18));
  });

  test("is not a holiday in countries without that one", () => {
    const place = { timeZone: "Europe/Vienna", country: "AT" };
    expect(reminderTime(utc(12, 25), within, { place, calendar })).toEqual(utc(12, 25));
  });

  test("moves later where earlier would be too early", () => {
    expect(at(utc(9, 12), { ...within, earliest: utc(9, 12) })).toEqual(utc(9, 14, 6));
  });

  test("is none where there is no such time before the deadline", () => {
    expect(at(utc(9, 12), { earliest: utc(9, 12), deadline: utc(9, 13) })).toBeNull();
    const always = { ...calendar, weekend: [1, 2, 3, 4, 5, 6, 7] };
    expect(reminderTime(utc(9, 8), within, { place: berlin, calendar: always })).toBeNull();
  });

  test("is always allowed, not before the earliest, and before the deadline", () => {
    const zone = fc.constantFrom(
      "Europe/Berlin",
      "America/St_Johns",
      "Asia/Kathmandu",
      "Pacific/Apia",
      "Australia/Lord_Howe",
      "UTC",
    );
    const time = fc.integer({ min: 0, max: 800 * 24 * 60 }).map((minutes) => after(minutes * 60_000));
    fc.assert(
      fc.property(
        zone,
        time,
        fc.tuple(fc.nat(20 * 24), fc.nat(20 * 24)),
        (timeZone, meant, [before, behind]) => {
          const limits = { earliest: after(-before * HOUR, meant), deadline: after(behind * HOUR, meant) };
          const place = { timeZone, country: "DE" };
          const found = reminderTime(meant, limits, { place, calendar });
          if (found === null) return;
          const { hour, weekday, date } = localTime(found, timeZone);
          expect(found).toBeGreaterThanOrEqual(limits.earliest);
          expect(found).toBeLessThan(limits.deadline);
          expect(hour).toBeGreaterThanOrEqual(8);
          expect(hour).toBeLessThan(20);
          expect(weekday).toBeLessThan(6);
          expect(calendar.holidays["DE"]).not.toContain(date);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const add = (time: ReturnType<typeof utc>, days: number, weekend = calendar.weekend) =>
  addBusinessDays(time, days, { country: "DE", calendar: { ...calendar, weekend } });

describe("business days", () => {
  test("leave out weekends and holidays", () => {
    expect(add(utc(9, 1), 3)).toEqual(utc(9, 4));
    expect(add(utc(9, 3), 3)).toEqual(utc(9, 8));
    expect(add(utc(12, 24), 1)).toEqual(utc(12, 28));
    expect(add(utc(9, 5), 0)).toEqual(utc(9, 5));
  });

  test("end after a year at the latest, where no day is one", () => {
    expect(add(T0, 1, [1, 2, 3, 4, 5, 6, 7])).toEqual(after(366 * DAY));
  });
});

describe("months", () => {
  test("keep the day, or take the month's last", () => {
    expect(addMonths(utc(1, 15), 12)).toEqual(instant(Date.UTC(2027, 0, 15, 8)));
    expect(addMonths(utc(8, 31), 6)).toEqual(instant(Date.UTC(2027, 1, 28, 8)));
    expect(addMonths(utc(12, 31), 2)).toEqual(instant(Date.UTC(2027, 1, 28, 8)));
  });
});

test("local time knows date, hour and weekday of a zone", () => {
  expect(localTime(utc(9, 6, 23), "Asia/Tokyo")).toEqual({ date: "2026-09-07", hour: 8, weekday: 1 });
  expect(localTime(utc(9, 6, 0), "Europe/Berlin")).toEqual({ date: "2026-09-06", hour: 2, weekday: 7 });
});
