import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { wholeRun } from "./order.ts";
import type { Moment } from "./order.ts";
import { runChild } from "./run-child.ts";
import { goOn, inParallel, judged } from "./sweep.ts";
import type { Sweep, Tried, Violation } from "./sweep.ts";

const DATABASES = ["onboarding", "machine", "engine"];
const HEADER = 32;
const FRAME = 24 + 4096;

/** A whole onboarding whose process died at its end, and how long each log was after each commit. */
interface Recording {
  readonly folder: string;
  readonly moments: readonly Moment[];
}

async function record({ folders }: Sweep): Promise<Recording> {
  const folder = await folders.fresh();
  const before = DATABASES.map((name) => statSync(join(folder, `${name}.db`)).size);
  const { moments, violations } = await runChild(wholeRun(folder, { journal: true }));
  if (violations.length > 0) throw new Error(`the recorded run failed:\n${violations.join("\n")}`);
  const after = DATABASES.map((name) => statSync(join(folder, `${name}.db`)).size);
  if (before.join() !== after.join())
    throw new Error("a log was moved into its database: record a shorter run");
  return { folder, moments };
}

/** What a power failure can leave: all files as they were after one commit, and the next one's log cut anywhere. */
interface Cut {
  readonly moment: number;
  /** Of the log of the next commit's database. */
  readonly size: number;
}

async function cutFolder({ folders }: Sweep, { folder, moments }: Recording, cut: Cut): Promise<string> {
  const copy = await folders.fresh(folder);
  const at = moments[cut.moment];
  const next = moments[cut.moment + 1];
  for (const name of DATABASES) {
    const size = name === next?.file ? cut.size : (at?.sizes[name] ?? 0);
    rmSync(join(copy, `${name}.db-shm`), { force: true });
    truncateSync(join(copy, `${name}.db-wal`), size);
  }
  const documents = join(copy, "documents");
  for (const file of readdirSync(documents, { recursive: true, encoding: "utf8" })) {
    if (!at?.documents.includes(file)) rmSync(join(documents, file), { recursive: true, force: true });
  }
  return copy;
}

/** Everything a database holds, and whether SQLite finds it whole. */
function contents(folder: string, name: string): string {
  const db = new DatabaseSync(join(folder, `${name}.db`));
  const whole = JSON.stringify(db.prepare("PRAGMA integrity_check").all());
  if (whole !== '[{"integrity_check":"ok"}]') throw new Error(`${name}.db: ${whole}`);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const hash = createHash("sha256");
  for (const { name: table } of tables) {
    hash.update(`${String(table)} ${JSON.stringify(db.prepare(`SELECT * FROM "${String(table)}"`).all())}`);
  }
  db.close();
  return hash.digest("hex");
}

/** Every end of a frame inside the next commit, and some bytes between. */
function cutsIn({ moments }: Recording, moment: number, random: () => number): Cut[] {
  const next = moments[moment + 1];
  const from = moments[moment]?.sizes[next?.file ?? ""] ?? 0;
  const to = next?.sizes[next.file] ?? 0;
  if (to <= from) return [];
  const sizes = [from + Math.floor(random() * (to - from)), to - 1];
  for (let size = Math.max(from, HEADER) + FRAME; size < to; size += FRAME) sizes.push(size);
  return sizes.map((size) => ({ moment, size }));
}

/** A commit that is cut is a commit that never was. */
async function violationOf(
  sweep: Sweep,
  recording: Recording,
  { cut, wanted }: { cut: Cut; wanted: string },
): Promise<Violation | null> {
  const folder = await cutFolder(sweep, recording, cut);
  const { file = "" } = recording.moments[cut.moment + 1] ?? {};
  const where = `${file}.db-wal cut at byte ${cut.size}, in commit ${cut.moment + 2} of the run`;
  try {
    if (contents(folder, file) !== wanted) throw new Error("it holds something else than before that commit");
  } catch (fault) {
    return { where, what: [fault instanceof Error ? fault.message : String(fault)], folder };
  }
  await sweep.folders.drop(folder);
  return null;
}

/** What the next commit's database held before that. */
async function contentsBefore(sweep: Sweep, recording: Recording, moment: number): Promise<string> {
  const { file = "" } = recording.moments[moment + 1] ?? {};
  const size = recording.moments[moment]?.sizes[file] ?? 0;
  const folder = await cutFolder(sweep, recording, { moment, size });
  const found = contents(folder, file);
  await sweep.folders.drop(folder);
  return found;
}

async function checkCuts(sweep: Sweep, recording: Recording, moment: number) {
  const cuts = cutsIn(recording, moment, sweep.random);
  if (cuts.length === 0) return { tried: 0, violations: [] };
  const wanted = await contentsBefore(sweep, recording, moment);
  const violations: Violation[] = [];
  for (const cut of cuts) {
    const violation = await violationOf(sweep, recording, { cut, wanted });
    if (violation) violations.push(violation);
  }
  return { tried: cuts.length, violations };
}

/** Starts on what the cut left and goes on to the end. What the lost tail had acknowledged may be lost. */
async function goOnFrom(sweep: Sweep, recording: Recording, cut: Cut): Promise<Tried> {
  const folder = await cutFolder(sweep, recording, cut);
  const after = await goOn(wholeRun(folder, { anchored: false }));
  const where = `logs cut after commit ${cut.moment + 1} of the run, the next one's at byte ${cut.size}`;
  return {
    reached: true,
    violation: await judged(sweep, { where, folder, before: [], after, outside: null }),
  };
}

/** `share`: of the commits, spread evenly. */
export async function sweepCutLogs(sweep: Sweep, share: number) {
  const recording = await record(sweep);
  const step = Math.max(1, Math.round(1 / share));
  const moments = recording.moments.map((_, index) => index).filter((index) => index % step === 0);
  const violations: Violation[] = [];
  let cuts = 0;
  for (const moment of moments) {
    const checked = await checkCuts(sweep, recording, moment);
    cuts += checked.tried;
    violations.push(...checked.violations);
  }
  sweep.say(
    `cut logs: ${cuts} cuts at frames and bytes leave what was before, ${violations.length} violations`,
  );
  const cases = moments.map((moment): Cut => {
    const [torn] = cutsIn(recording, moment, sweep.random);
    return torn ?? { moment, size: 0 };
  });
  const result = await inParallel(sweep, {
    name: "cut logs, restarts",
    cases,
    work: (cut) => goOnFrom(sweep, recording, cut),
  });
  await sweep.folders.drop(recording.folder);
  return { cuts, restarts: result.tried, violations: [...violations, ...result.violations] };
}
