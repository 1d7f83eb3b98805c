import { existsSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatabaseFault, openSqliteDatabase } from "../adapters/sqlite-database.ts";
import { sqlitePrograms } from "../adapters/sqlite-programs.ts";
import type { ProgramStore } from "../adapters/sqlite-programs.ts";
import { ONBOARDING_MIGRATIONS } from "../adapters/sqlite-schema.ts";
import type { Program } from "../domain/program.ts";
import { ok, refuse } from "../domain/result.ts";
import type { Result } from "../domain/result.ts";
import { jsonSchemas } from "./program-files/program-schema.ts";
import { dataDir } from "./data-dir.ts";
import { DeploymentFault, deploymentIn } from "./deployment.ts";
import { onDeployment } from "./on-deployment.ts";
import { readProgramFolder } from "./read-program-folder.ts";

const USAGE = `A program is a folder with a program.json: what a vendor asks of a partner.

  npm run program -- validate FOLDER   checks a folder (or its program.json) and names all that is wrong
  npm run program -- publish FOLDER    checks it and makes it the current version; published versions never change
  npm run program -- list              the current version of each published program
  npm run program -- schema FOLDER     writes the JSON Schemas that editors use for program.json and questions

Programs are published into DATA_DIR (default ./data), or, with TABLE, BUCKET and SECRET set, into that deployed stage
(docs/aws.md). What runs takes the new version for the next onboarding; those already started keep theirs. An earlier version cannot be made current again: publish its files
anew, with the version of a template raised.`;

/** What to print, one entry a line; refused: what is wrong. */
type Outcome = Result<readonly string[], readonly string[]>;

const databaseFile = (): string => join(dataDir(), "onboarding.db");

async function onFolder<T>(work: (programs: ProgramStore) => Promise<T>): Promise<T> {
  await mkdir(dataDir(), { recursive: true, mode: 0o700 });
  const database = openSqliteDatabase({ file: databaseFile(), migrations: ONBOARDING_MIGRATIONS });
  try {
    return await work(sqlitePrograms(database));
  } finally {
    database.close();
  }
}

function withPrograms<T>(work: (programs: ProgramStore) => Promise<T>): Promise<T> {
  const deployment = deploymentIn(process.env);
  return deployment ? onDeployment(deployment, ({ programs }) => work(programs)) : onFolder(work);
}

function folderOf(path: string): Result<string, readonly string[]> {
  if (!existsSync(path)) return refuse([`${path}: does not exist; name a program's folder`]);
  if (statSync(path).isDirectory()) return ok(path);
  if (basename(path) === "program.json") return ok(dirname(path));
  return refuse([`${path}: is not a program; name its folder or the program.json in it`]);
}

async function read(path: string): Promise<Result<Program, readonly string[]>> {
  const folder = folderOf(path);
  return folder.ok ? readProgramFolder(folder.value) : folder;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function summaryOf({ id, version, languages, contract, tracks }: Program): string {
  const parts = [
    languages.join(" and "),
    counted(contract.templates.length, "agreement"),
    counted(tracks.length, "track"),
    counted(sum(tracks.map((track) => track.modules.length)), "module"),
    counted(sum(tracks.map((track) => track.exam.bank.length)), "exam question"),
  ];
  return `${id} ${version.slice(0, 12)} is valid: ${parts.join(", ")}`;
}

async function validate(path: string): Promise<Outcome> {
  const program = await read(path);
  return program.ok ? ok([summaryOf(program.value)]) : program;
}

async function publish(path: string): Promise<Outcome> {
  const program = await read(path);
  if (!program.ok) return program;
  const { id, version } = program.value;
  return withPrograms(async (programs) => {
    if (await programs.publish(program.value)) return ok([`${id} ${version} is published and current`]);
    const current = await programs.current(id);
    return current?.version === version
      ? ok([`${id} ${version} was published before and is current; nothing changed`])
      : refuse([
          `${id} ${version} was published before and has been replaced by ${current?.version}; change the version of a template or a text to publish it anew`,
        ]);
  });
}

async function list(): Promise<Outcome> {
  const deployment = deploymentIn(process.env);
  // Looking makes no installation.
  const isThere = deployment !== null || existsSync(databaseFile());
  const published = isThere ? await withPrograms((programs) => programs.list()) : [];
  return ok(
    published.length === 0
      ? [`no program is published in ${deployment?.table ?? dataDir()}`]
      : published.map(({ id, version }) => `${id} ${version}`),
  );
}

async function schema(folder: string): Promise<Outcome> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    return refuse([`${folder}: is not a folder; name the one the schemas belong into`]);
  const files = Object.entries(jsonSchemas());
  await Promise.all(
    files.map(([name, content]) => writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)),
  );
  return ok(files.map(([name]) => `${join(folder, name)} is written`));
}

const WITH_PATH: Readonly<Record<string, (path: string) => Promise<Outcome>>> = { validate, publish, schema };

function run([command, path, ...more]: readonly string[]): Promise<Outcome> | null {
  if (command === "list" && path === undefined) return list();
  const work = Object.hasOwn(WITH_PATH, command ?? "") ? WITH_PATH[command ?? ""] : undefined;
  return work && path !== undefined && !path.startsWith("-") && more.length === 0 ? work(path) : null;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 1 && ["help", "--help", "-h"].includes(args[0] ?? "")) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const outcome = await run(args);
  if (!outcome) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  if (outcome.ok) process.stdout.write(`${outcome.value.join("\n")}\n`);
  else process.stderr.write(`${outcome.error.join("\n")}\n`);
  return outcome.ok ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof DatabaseFault || fault instanceof DeploymentFault)) throw fault;
  process.stderr.write(`${fault.message}\n`);
  process.exitCode = 1;
}
