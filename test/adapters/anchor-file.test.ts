import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorFile } from "../../adapters/anchor-file.ts";
import { onboardingId } from "../../domain/ids.ts";
import { T0, vendorId } from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const first = onboardingId(vendorId("acme"), "aaaaaaaa");
const second = onboardingId(vendorId("acme"), "bbbbbbbb");
const anchor = (onboarding: typeof first, rev: number) => ({ at: T0, onboarding, rev, head: `head-${rev}` });
const newFile = () => join(temporaryFolder(), "anchors.jsonl");

describe("anchored heads", () => {
  test("are found by onboarding, the one with the highest rev", async () => {
    const anchors = anchorFile(newFile());
    await anchors.append([anchor(first, 1), anchor(second, 4)]);
    await anchors.append([anchor(first, 3)]);
    expect(await anchors.last(first)).toEqual({ rev: 3, head: "head-3" });
    expect(await anchors.last(second)).toEqual({ rev: 4, head: "head-4" });
  });

  test("say whose logs there were", async () => {
    const anchors = anchorFile(newFile());
    expect(await anchors.ids()).toEqual([]);
    await anchors.append([anchor(first, 1), anchor(second, 4), anchor(first, 3)]);
    expect(await anchors.ids()).toEqual([first, second]);
  });

  test("are seen when appended after a look", async () => {
    const anchors = anchorFile(newFile());
    expect(await anchors.last(first)).toBeNull();
    await anchors.append([anchor(first, 1)]);
    expect(await anchors.last(first)).toEqual({ rev: 1, head: "head-1" });
  });

  test("of a shorter log, anchored later, do not hide the longer one", async () => {
    const anchors = anchorFile(newFile());
    await anchors.append([anchor(first, 5)]);
    await anchors.append([{ ...anchor(first, 2), head: "other" }]);
    expect(await anchors.last(first)).toEqual({ rev: 5, head: "head-5" });
  });

  test("only ever add to the file", async () => {
    const file = newFile();
    await anchorFile(file).append([anchor(first, 1)]);
    const before = readFileSync(file, "utf8");
    await anchorFile(file).append([anchor(first, 2)]);
    expect(readFileSync(file, "utf8").startsWith(before)).toBe(true);
  });

  test("survive an append that a crash cut short", async () => {
    const file = newFile();
    const anchors = anchorFile(file);
    await anchors.append([anchor(first, 1)]);
    appendFileSync(file, '{"at":17882');
    expect(await anchorFile(file).last(first)).toEqual({ rev: 1, head: "head-1" });
    await anchors.append([anchor(first, 2)]);
    expect(await anchorFile(file).last(first)).toEqual({ rev: 2, head: "head-2" });
  });

  test("name the line that was damaged", async () => {
    const file = newFile();
    await anchorFile(file).append([anchor(first, 1), anchor(second, 2), anchor(first, 3)]);
    writeFileSync(file, readFileSync(file, "utf8").replace('"rev":2', '"rev":"x"'));
    await expect(anchorFile(file).last(first)).rejects.toThrow("damaged in line 2");
  });
});
