import type { SQLOutputValue } from "node:sqlite";
import { type Instant, instant, type OnboardingId, parseOnboardingId } from "../domain/ids.ts";
import { type Stage, STAGES } from "../domain/program.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

export type Row = Record<string, SQLOutputValue>;

export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`Column ${column} holds no text.`);
  return value;
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`Column ${column} holds no number.`);
  return value;
}

export const instantIn = (row: Row, column: string): Instant => instant(numberIn(row, column));

export const maybeTextIn = (row: Row, column: string): string | null =>
  row[column] === null ? null : textIn(row, column);

export const maybeNumberIn = (row: Row, column: string): number | null =>
  row[column] === null ? null : numberIn(row, column);

export function idIn(row: Row): OnboardingId {
  const id = parseOnboardingId(textIn(row, "id"));
  if (!id) throw new Error("A stored onboarding id cannot be read.");
  return id;
}

export function stageIn(row: Row): Stage {
  const stage = STAGES.find((name) => name === row["stage"]);
  if (!stage) throw new Error("A stored stage cannot be read.");
  return stage;
}

export function findNumber(db: SqliteDatabase, id: OnboardingId): number | null {
  const row = db.prepare("SELECT n FROM onboarding WHERE id = ?").get(id);
  return row ? numberIn(row, "n") : null;
}

/** The number its rows hang on. Nothing is ever written for an onboarding that is not there. */
export function numberOf(db: SqliteDatabase, id: OnboardingId): number {
  const n = findNumber(db, id);
  if (n === null) throw new Error(`There is no onboarding ${id}.`);
  return n;
}
