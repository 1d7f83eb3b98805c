import type { Delivery, Deliveries } from "../domain/world.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import {
  findNumber,
  instantIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  numberOf,
  textIn,
} from "./sqlite-row.ts";

/** One row per try; the same try told twice is one row. */
export function sqliteDeliveries(db: SqliteDatabase): Deliveries {
  return {
    add: (delivery) => db.write(() => addDelivery(db, delivery)),
    of: async (id) => readDeliveries(db, id),
  };
}

function addDelivery(db: SqliteDatabase, delivery: Delivery): void {
  const { onboarding, effect, attempt, at, status, error } = delivery;
  db.prepare(
    "INSERT OR REPLACE INTO delivery (n, effect, attempt, at, status, error) VALUES (?, ?, ?, ?, ?, ?)",
  ).run(numberOf(db, onboarding), effect, attempt, at, status, error);
}

export function readDeliveries(db: SqliteDatabase, id: OnboardingId): readonly Delivery[] {
  return db
    .prepare(
      "SELECT effect, attempt, at, status, error FROM delivery WHERE n = ? ORDER BY at, effect, attempt",
    )
    .all(findNumber(db, id))
    .map((row) => ({
      onboarding: id,
      effect: textIn(row, "effect"),
      attempt: numberIn(row, "attempt"),
      at: instantIn(row, "at"),
      status: maybeNumberIn(row, "status"),
      error: maybeTextIn(row, "error"),
    }));
}
