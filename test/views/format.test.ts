import { describe, expect, test } from "vitest";
import { instant } from "../../domain/ids.ts";
import {
  calendarDay,
  countryName,
  duration,
  longDate,
  moment,
  money,
  moreThanWhen,
  relativeTime,
  shortDate,
} from "../../views/format.ts";
import type { Reader } from "../../views/format.ts";
import { after, DAY, HOUR, T0 } from "../make.ts";

const berlin: Reader = { locale: "de", timeZone: "Europe/Berlin", now: T0 };
const london: Reader = { locale: "en", timeZone: "Europe/London", now: T0 };
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

describe("a moment", () => {
  test("is said in the reader's language and time zone", () => {
    expect(moment(T0, berlin)).toBe("Di., 1. Sept., 10:00 MESZ");
    expect(moment(T0, london)).toBe("Tue 1 Sept, 09:00 BST");
  });

  test("of another year names the year", () => {
    expect(moment(after(200 * DAY), london)).toContain("2027");
    expect(shortDate(after(200 * DAY), berlin)).toContain("2027");
    expect(longDate(T0, berlin)).toBe("1. September 2026");
  });
});

describe("a distance", () => {
  test.each([
    [after(20 * 60_000), "in 20 Minuten"],
    [after(3 * HOUR), "in 3 Stunden"],
    // Sixteen hours on it is already the next day in Berlin.
    [after(16 * HOUR), "morgen"],
    [after(3 * DAY), "in 3 Tagen"],
    [after(-1 * DAY), "gestern"],
    [after(90 * DAY), "in 3 Monaten"],
  ])("%i is %s", (at, words) => {
    expect(relativeTime(at, berlin)).toBe(words);
  });

  test("counts days of the reader's calendar, not of 24 hours", () => {
    const lateEvening: Reader = { ...london, now: instant(Date.UTC(2026, 8, 1, 22, 30)) };
    expect(relativeTime(instant(Date.UTC(2026, 8, 2, 8)), lateEvening)).toBe("tomorrow");
    expect(moreThanWhen(instant(Date.UTC(2026, 8, 2, 8)), lateEvening)).toBe(
      "tomorrow, Wed 2 Sept, 09:00 BST",
    );
  });
});

describe("amounts, countries and days", () => {
  test("follow the language", () => {
    expect(plain(money(48_000, "EUR", "de"))).toBe("48.000 €");
    expect(money(48_000, "EUR", "en")).toBe("€48,000");
    expect(countryName("DE", "en")).toBe("Germany");
    expect(calendarDay("2026-12-15", "de")).toBe("15. Dezember 2026");
    expect(duration(24 * HOUR, "de")).toBe("24 Stunden");
    expect(duration(72 * HOUR, "en")).toBe("3 days");
    expect(duration(0, "en")).toBe("1 minute");
  });

  test("that are none stay as they are", () => {
    expect(money(5, "<b>", "en")).toBe("5 <b>");
    expect(countryName("<b>", "en")).toBe("<b>");
    expect(calendarDay("soon", "de")).toBe("soon");
  });
});
