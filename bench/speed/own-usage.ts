import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

export const usageSchema = z.object({
  cpuMs: z.number(),
  mainThreadMs: z.number(),
  workersMs: z.number(),
  rssMb: z.number(),
});

/**
 * What this process has used since it began; CPU is user and system time. `cpuMs` is that of all threads, `workersMs`
 * that of the worker threads which run now (0 where the system does not tell).
 */
export type Usage = z.infer<typeof usageSchema>;

const TASKS = "/proc/self/task";
/** As Node names the threads of `node:worker_threads`. */
const WORKER = "WorkerThread";

const ms = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** The first number of `schedstat` is the time on a CPU in nanoseconds (proc(5)). */
function workerMs(task: string): number {
  if (readFileSync(`${TASKS}/${task}/comm`, "utf8").trim() !== WORKER) return 0;
  return Number(readFileSync(`${TASKS}/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6;
}

function workersMs(): number {
  try {
    return readdirSync(TASKS).reduce((sum, task) => sum + workerMs(task), 0);
  } catch {
    return 0;
  }
}

export const ownUsage = (): Usage => ({
  cpuMs: ms(process.cpuUsage()),
  mainThreadMs: ms(process.threadCpuUsage()),
  workersMs: workersMs(),
  rssMb: process.memoryUsage.rss() / 1e6,
});
