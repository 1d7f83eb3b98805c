import type { OnboardingId } from "../../domain/ids.ts";
import type { Effects, Onboardings, Snapshots, TaskRow, Tasks } from "../../domain/ports.ts";
import type { Funnel } from "../../domain/funnel.ts";
import { STAGES } from "../../domain/program.ts";
import type { Deliveries } from "../../domain/world.ts";
import { memoryEffects } from "./memory-effects.ts";
import { memoryOnboardings } from "./memory-onboardings.ts";
import { emptyTables, rowsOf } from "./memory-rows.ts";
import type { Tables } from "./memory-rows.ts";

export interface MemoryStore {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly tasks: Tasks;
  readonly snapshots: Snapshots;
  readonly deliveries: Deliveries;
  readonly tables: Tables;
}

const place = ({ n, stage, enteredAt, retryCount }: TaskRow): readonly number[] => [
  n,
  STAGES.indexOf(stage),
  enteredAt,
  retryCount,
];

function isLater(task: TaskRow, than: TaskRow): boolean {
  const [before, now] = [place(than), place(task)];
  const at = now.findIndex((value, index) => value !== before[index]);
  return at >= 0 && (now[at] ?? 0) > (before[at] ?? 0);
}

function memoryTasks(tables: Tables): Tasks {
  return {
    async put(id, task) {
      const rows = rowsOf(tables, id);
      const known = rows.task;
      if (known && known.token !== task.token && !isLater(task, known)) return false;
      rows.task = task;
      return true;
    },
    get: async (id) => tables.onboardings.get(id)?.task ?? null,
    async drop(id, token) {
      const rows = tables.onboardings.get(id);
      if (rows?.task?.token === token) rows.task = null;
    },
  };
}

function memorySnapshots({ marks }: Tables): Snapshots {
  const funnels = new Map<string, Funnel>();
  return {
    async put(vendor, snapshot) {
      funnels.set(vendor, snapshot);
    },
    get: async (vendor) => funnels.get(vendor) ?? null,
    mark: async (name) => marks.get(name) ?? null,
    async putMark(name, value) {
      marks.set(name, value);
    },
    async marks(prefix) {
      const found = [...marks].filter(([name]) => name.startsWith(prefix));
      return found.map(([name, value]) => ({ name, value })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

function memoryDeliveries(tables: Tables): Deliveries {
  return {
    async add(delivery) {
      const { deliveries } = rowsOf(tables, delivery.onboarding);
      const known = deliveries.some(
        ({ effect, attempt }) => effect === delivery.effect && attempt === delivery.attempt,
      );
      if (!known) deliveries.push(delivery);
    },
    of: async (id) =>
      (tables.onboardings.get(id)?.deliveries ?? []).toSorted((a, b) => a.attempt - b.attempt),
  };
}

/** The store's ports in memory. `onCommit` as the real ones have it. */
export function memoryStore(onCommit: (id: OnboardingId) => void): MemoryStore {
  const tables = emptyTables();
  return {
    tables,
    onboardings: memoryOnboardings(tables, onCommit),
    effects: memoryEffects(tables, onCommit),
    tasks: memoryTasks(tables),
    snapshots: memorySnapshots(tables),
    deliveries: memoryDeliveries(tables),
  };
}
