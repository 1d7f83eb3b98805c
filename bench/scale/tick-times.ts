import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { instant } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import { openCore } from "../../local/core.ts";

export interface TickTimes {
  /** One that finds nothing due but makes the funnels. */
  readonly quietMs: number;
  /** One that finds so many reminders due. */
  readonly dueMs: number;
  readonly due: number;
  /** The longest that nobody else was served meanwhile. */
  readonly stallMs: number;
}

const DAY = 86_400_000;

/** Ticks on a folder whose server has stopped; the second one at the time when some hundreds have fallen due. */
export async function timeTicks(folder: string): Promise<TickTimes> {
  let ahead = 0;
  const core = await openCore({
    config: readConfig({ DATA_DIR: folder, PORT: "0" }),
    baseUrl: "http://127.0.0.1:8080",
    secrets: await openNodeSecrets(folder, join(folder, "onboarding.db")),
    clock: () => instant(Date.now() + ahead),
    onFault: (where, fault) => process.stderr.write(`${where}: ${String(fault)}\n`),
  });
  try {
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    await core.store.snapshots.putMark("funnel", "0");
    const quietMs = await timed(core.tick);
    ahead = await whenDue(core.store.database.prepare(NEXT).all(500).at(-1)?.["due_at"]);
    const { due } = core.store.database.prepare(COUNT).get(Date.now() + ahead) ?? {};
    const dueMs = await timed(core.tick);
    delays.disable();
    return { quietMs, dueMs, due: Number(due), stallMs: delays.max / 1e6 };
  } finally {
    core.windDown();
    await core.close();
  }
}

const NEXT = "SELECT due_at FROM todo WHERE due_at IS NOT NULL ORDER BY due_at LIMIT ?";
const COUNT = "SELECT count(*) AS due FROM todo WHERE due_at <= ?";

const whenDue = async (at: unknown): Promise<number> => (typeof at === "number" ? at - Date.now() : 3 * DAY);

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
