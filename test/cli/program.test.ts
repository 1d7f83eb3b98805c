import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteDatabase } from "../../adapters/sqlite-database.ts";
import { sqlitePrograms } from "../../adapters/sqlite-programs.ts";
import { ONBOARDING_MIGRATIONS } from "../../adapters/sqlite-schema.ts";
import { programFile, programFiles, questions, writeProgramFiles } from "../make-program-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const CLI = fileURLToPath(new URL("../../cli/program.ts", import.meta.url));

function run(args: readonly string[], dataDir = temporaryFolder()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: "utf8",
    env: { ...process.env, DATA_DIR: dataDir },
  });
  return { status, stdout, stderr };
}

function folderWith(files: ReadonlyMap<string, string> = programFiles()): string {
  const folder = temporaryFolder();
  writeProgramFiles(folder, files);
  return folder;
}

function withHolidays(holidays: Readonly<Record<string, readonly string[]>>): string {
  const { calendar, ...rest } = programFile();
  return folderWith(programFiles({ ...rest, calendar: { ...calendar, holidays } }));
}

const versionIn = (text: string): string | undefined => /\b[0-9a-f]{64}\b/.exec(text)?.[0];

async function published(dataDir: string, version: string) {
  const database = openSqliteDatabase({
    file: join(dataDir, "onboarding.db"),
    migrations: ONBOARDING_MIGRATIONS,
  });
  const program = await sqlitePrograms(database).version("small", version);
  database.close();
  return program;
}

describe("validating a program", () => {
  test("sums a right one up in one line, by its folder or its program.json", () => {
    const folder = folderWith();
    const byFolder = run(["validate", folder]);
    expect(byFolder).toMatchObject({ status: 0, stderr: "" });
    expect(byFolder.stdout).toMatch(
      /^small [0-9a-f]{12} is valid: de and en, 1 agreement, 1 track, 1 module, 15 exam questions\n$/,
    );
    expect(run(["validate", join(folder, "program.json")])).toEqual(byFolder);
  });

  test("names all that is wrong, one a line, and fails", () => {
    const files = programFiles({ ...programFile(), languages: [] }, { "exams/sales.json": questions(3) });
    expect(run(["validate", folderWith(files)])).toEqual({
      status: 1,
      stdout: "",
      stderr: "program.json: /languages: needs at least 1 entry\n",
    });
    expect(
      run(["validate", folderWith(programFiles(undefined, { "en/one.md": "# T", "de/one.md": "<b>" }))]),
    ).toEqual({
      status: 1,
      stdout: "",
      stderr: [
        "de/one.md: line 1: HTML is not possible; write it in Markdown\n",
        "en/one.md: line 1: only ## and ### headings are possible; the title stands in program.json\n",
      ].join(""),
    });
  });

  test("says that a path does not exist, or is another file", () => {
    const folder = folderWith();
    expect(run(["validate", join(folder, "nowhere")])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("does not exist"),
    });
    expect(run(["validate", join(folder, "exams/sales.json")])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("is not a program"),
    });
  });
});

describe("publishing a program", () => {
  test("makes it the current version, and again changes nothing", async () => {
    const folder = folderWith();
    const dataDir = join(temporaryFolder(), "new");
    const first = run(["publish", folder], dataDir);
    expect(first).toMatchObject({ status: 0, stderr: "" });
    const version = versionIn(first.stdout) ?? "";
    expect(first.stdout).toBe(`small ${version} is published and current\n`);
    expect(run(["publish", folder], dataDir).stdout).toContain("nothing changed");
    expect(run(["list"], dataDir).stdout).toBe(`small ${version}\n`);
    expect(await published(dataDir, version)).toMatchObject({ id: "small", version });
  });

  test("gives another version when a text changes, and keeps the earlier one", async () => {
    const folder = folderWith();
    const dataDir = temporaryFolder();
    const before = versionIn(run(["publish", folder], dataDir).stdout) ?? "";
    writeFileSync(join(folder, "en/one.md"), "Another sentence.");
    const after = versionIn(run(["publish", folder], dataDir).stdout) ?? "";
    expect(after).not.toBe(before);
    expect(run(["list"], dataDir).stdout).toBe(`small ${after}\n`);
    expect(await published(dataDir, before)).toMatchObject({ version: before });
  });

  test("gives the same version whatever the order of the keys", () => {
    const dataDir = temporaryFolder();
    const holidays = { AT: ["2026-12-08"], DE: ["2026-12-25"] };
    const turned = Object.fromEntries(Object.entries(holidays).toReversed());
    const version = versionIn(run(["publish", withHolidays(holidays)], dataDir).stdout);
    const again = run(["publish", withHolidays(turned)], dataDir);
    expect(again.stdout).toContain(`${version} was published before and is current`);
  });

  test("works beside a running server, which has it at once", async () => {
    const dataDir = temporaryFolder();
    const server = openSqliteDatabase({
      file: join(dataDir, "onboarding.db"),
      migrations: ONBOARDING_MIGRATIONS,
      soleOwner: true,
    });
    onTestFinished(() => server.close());
    const programs = sqlitePrograms(server);
    expect(await programs.current("small")).toBeNull();
    const version = versionIn(run(["publish", folderWith()], dataDir).stdout);
    expect(await programs.current("small")).toMatchObject({ version });
  });

  test("refuses a wrong one and stores nothing", () => {
    const dataDir = temporaryFolder();
    const wrong = folderWith(programFiles(undefined, { "exams/sales.json": questions(3) }));
    expect(run(["publish", wrong], dataDir)).toMatchObject({ status: 1, stdout: "" });
    expect(readdirSync(dataDir)).toEqual([]);
    expect(run(["list"], dataDir).stdout).toBe(`no program is published in ${dataDir}\n`);
  });

  test("says what to do when the store is not a database", () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, "onboarding.db"), "not a database at all, only some text");
    expect(run(["publish", folderWith()], dataDir)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Restore it from a backup"),
    });
  });
});

describe("the usage text", () => {
  test.each([
    ["no argument", []],
    ["an unknown command", ["remove", "x"]],
    ["a missing path", ["validate"]],
    ["too many paths", ["validate", "a", "b"]],
    ["an unknown option", ["publish", "--force"]],
    ["a path where none belongs", ["list", "a"]],
    ["a word every object knows", ["constructor", "a"]],
  ])("answers %s, exit code 2", (_name, args) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("npm run program -- publish FOLDER");
  });

  test("is shown on request", () => {
    expect(run(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("validate FOLDER") });
  });
});

test("the JSON Schemas are written into a folder, and nowhere else", () => {
  const folder = temporaryFolder();
  expect(run(["schema", folder]).status).toBe(0);
  expect(readdirSync(folder).toSorted()).toEqual(["program.schema.json", "questions.schema.json"]);
  rmSync(folder, { recursive: true });
  expect(run(["schema", folder])).toMatchObject({ status: 1, stdout: "" });
});
