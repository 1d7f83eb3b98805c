import { attemptIn } from "../../adapters/effect-state.ts";
import type { EffectRow } from "../../domain/effect.ts";
import { vendorOf } from "../../domain/ids.ts";
import type { Instant, OnboardingId } from "../../domain/ids.ts";
import { openStage } from "../../domain/onboarding.ts";
import type { DueItem, Effects, Settlement } from "../../domain/ports.ts";
import { isUnsettled, rowsOf } from "./memory-rows.ts";
import type { Rows, Tables } from "./memory-rows.ts";

const inOrderOfLog = new Intl.Collator("en", { numeric: true });

const sorted = (rows: Iterable<EffectRow>): EffectRow[] =>
  [...rows].toSorted((a, b) => inOrderOfLog.compare(a.key, b.key));

function dueIn(id: OnboardingId, rows: Rows, now: Instant): DueItem[] {
  const due: DueItem[] = [];
  if (rows.dueAt !== null && rows.dueAt <= now)
    due.push({ kind: "clock", onboarding: id, dueAt: rows.dueAt });
  for (const { state, dueAt, key } of rows.effects.values()) {
    if (isUnsettled({ state }) && dueAt <= now) due.push({ kind: "effect", onboarding: id, key, dueAt });
  }
  return due;
}

function settled(row: EffectRow, settlement: Settlement, at: Instant): EffectRow {
  switch (settlement.state) {
    case "due":
      return { ...row, state: "due", dueAt: settlement.dueAt, lastError: settlement.error };
    case "failed":
      return {
        ...row,
        state: "failed",
        dueAt: at,
        settledAt: at,
        outcome: null,
        lastError: settlement.error,
      };
    case "done":
    case "dropped":
      return { ...row, state: settlement.state, dueAt: at, settledAt: at, outcome: settlement.outcome };
  }
}

function whyNotSent({ stored: { onboarding } }: Rows, { effect }: EffectRow): string | null {
  if (effect.kind !== "mail" || effect.stage === null) return null;
  if (effect.stage !== openStage(onboarding)) return "stage_not_open";
  return onboarding.progress.state === "on_hold" ? "on_hold" : null;
}

/** As the real adapters, in memory; each call is atomic. */
export function memoryEffects(tables: Tables, onCommit: (id: OnboardingId) => void): Effects {
  const { onboardings } = tables;
  return {
    async due(now, limit) {
      const all = [...onboardings].flatMap(([id, rows]) => dueIn(id, rows, now));
      return all.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, limit);
    },
    async dueOf(id, now) {
      const rows = onboardings.get(id);
      return sorted(rows ? rows.effects.values() : []).filter((row) => isUnsettled(row) && row.dueAt <= now);
    },
    all: async (id) => sorted(onboardings.get(id)?.effects.values() ?? []),
    async claim(...[id, key, now, until]) {
      const rows = onboardings.get(id);
      const row = rows?.effects.get(key);
      if (!rows || !row || !isUnsettled(row) || row.dueAt > now) return null;
      const outcome = whyNotSent(rows, row);
      if (outcome) {
        rows.effects.set(key, settled(row, { state: "dropped", outcome }, now));
        return null;
      }
      const claimed: EffectRow = { ...row, state: "claimed", dueAt: until, attempts: row.attempts + 1 };
      rows.effects.set(key, claimed);
      return claimed;
    },
    async settle(...[id, key, settlement, at]) {
      const { effects } = rowsOf(tables, id);
      const row = effects.get(key);
      const mayCount = row && isUnsettled(row) && (attemptIn(settlement) ?? row.attempts) === row.attempts;
      if (mayCount) effects.set(key, settled(row, settlement, at));
    },
    async giveUp(...[id, key, error, at]) {
      const row = onboardings.get(id)?.effects.get(key);
      if (!row || (!isUnsettled(row) && row.state !== "done")) return false;
      rowsOf(tables, id).effects.set(key, settled(row, { state: "failed", error }, at));
      return true;
    },
    async postpone(id, from, to) {
      const rows = onboardings.get(id);
      if (rows && rows.dueAt === from) rows.dueAt = to;
    },
    async again(id, key, at) {
      const row = onboardings.get(id)?.effects.get(key);
      if (row?.state !== "failed" && row?.state !== "done") return false;
      const { effects } = rowsOf(tables, id);
      effects.set(key, { ...row, state: "due", dueAt: at, settledAt: null, outcome: null });
      onCommit(id);
      return true;
    },
    async failed(vendors, limit) {
      const all = [...onboardings].flatMap(([id, { effects }]) =>
        vendors === "all" || vendors.includes(vendorOf(id)) ? [...effects.values()] : [],
      );
      const failures = all.filter(({ state }) => state === "failed");
      return failures.toSorted((a, b) => b.dueAt - a.dueAt).slice(0, limit);
    },
  };
}
