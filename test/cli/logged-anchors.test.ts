import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loggedAnchors } from "../../cli/logged-anchors.ts";
import { onboardingId } from "../../domain/ids.ts";
import { ACME } from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const one = onboardingId(ACME, "aaaaaaaa");
const other = onboardingId(ACME, "bbbbbbbb");

const logged = (onboarding: string, rev: number): string =>
  `${JSON.stringify({ level: "INFO", message: "commit", service: "tick", anchor: { onboarding, rev, head: `head-${rev}` } })}\n`;
const LINES = [
  logged(one, 1),
  `${JSON.stringify({ level: "ERROR", message: "tick", fault: { message: 'not an "anchor":' } })}\n`,
  logged(one, 3),
  logged(other, 2),
  logged(one, 2),
];
const printed = (value: unknown): string => JSON.stringify(value, null, 4);

function fileWith(text: string): string {
  const file = join(temporaryFolder(), "anchors");
  writeFileSync(file, text);
  return file;
}

describe("anchors in the functions' logs", () => {
  test.each([
    ["as JSON lines", LINES.join("")],
    ["as JSON lines of another system", LINES.join("").replaceAll("\n", "\r\n")],
    ["as lines behind their time", LINES.map((line) => `2026-11-20T09:30:00.000Z ${line}`).join("")],
    ["as messages in one printed list", printed(LINES)],
    [
      "as several printed lists",
      printed(LINES.slice(0, 2)) + "\n" + printed([]) + "\n" + printed(LINES.slice(2)) + "\n",
    ],
    [
      "as events",
      printed({ events: LINES.map((message) => ({ logStreamName: "s", timestamp: 1, message })) }),
    ],
    ["as events in lines", LINES.map((message) => JSON.stringify({ timestamp: 1, message })).join("\n")],
    ["as text with tabs between", LINES.map((line) => line.trim()).join("\t")],
    ["as the results of a query", printed({ results: LINES.map((value) => [{ field: "@message", value }]) })],
  ])("are found %s, the highest of each", async (_how, text) => {
    const anchors = await loggedAnchors(fileWith(text));
    expect(await anchors.last(one)).toMatchObject({ rev: 3, head: "head-3" });
    expect(await anchors.last(other)).toMatchObject({ rev: 2, head: "head-2" });
    expect(await anchors.last(onboardingId(ACME, "cccccccc"))).toBeNull();
    expect(new Set(await anchors.ids())).toEqual(new Set([one, other]));
  });

  test("that are damaged are not passed over", async () => {
    const cut = LINES.with(2, `${logged(one, 3).slice(0, -8)}\n`).join("");
    await expect(loggedAnchors(fileWith(cut))).rejects.toThrow("damaged in line 3");
  });

  test("are none in a file without any, or a file that is not there", async () => {
    await expect(loggedAnchors(fileWith("START RequestId: 1\n"))).rejects.toThrow("holds no anchors");
    await expect(loggedAnchors("/nonexistent/anchors")).rejects.toThrow("ENOENT");
  });
});
