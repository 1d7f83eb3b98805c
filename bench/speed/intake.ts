import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Bench, Benchmark, Sample } from "./benchmark.ts";
import { measureEntering } from "./entering.ts";
import { startLoad } from "./load.ts";
import type { Load, Target } from "./load.ts";
import { usageSchema } from "./own-usage.ts";
import type { Processes } from "./processes.ts";
import { startProduct } from "./server-at-work.ts";
import type { ServerAtWork } from "./server-at-work.ts";

const BARE = new URL("./bare-server-process.ts", import.meta.url);
async function startBare(processes: Processes) {
  const child = processes.start(BARE);
  const port = await child.ask("listen", null, z.int());
  return { port, usage: () => child.ask("usage", null, usageSchema), end: () => child.end() };
}

async function measureBare(bare: Target, load: Load): Promise<Sample> {
  const { accepted, seconds, used } = await load.burst(bare);
  return { barePerSecond: accepted / seconds, bareCpuMs: used.cpuMs / accepted };
}

/** What it takes until the webhooks are answered, while `dispatch` works on those accepted so far. */
async function measureProduct(product: ServerAtWork, load: Load): Promise<Sample> {
  const before = { started: product.started(), mailed: product.mailed() };
  const { accepted, seconds, p50Ms, p99Ms, used } = await load.burst(product);
  return {
    intakePerSecond: accepted / seconds,
    intakeCpuMs: used.cpuMs / accepted,
    intakeFrontMs: (used.cpuMs - used.workersMs) / accepted,
    intakeMainMs: used.mainThreadMs / accepted,
    intakeP50Ms: p50Ms,
    intakeP99Ms: p99Ms,
    intakeStarted: (product.started() - before.started) / accepted,
    intakeMailed: (product.mailed() - before.mailed) / accepted,
  };
}

const WARM = 200;

/** Until all that the first webhooks brought about is done: else the flood would pay for their PDFs. */
async function atRest(product: ServerAtWork, mails: number): Promise<void> {
  // Asked each time, because a server that has ended would never be done.
  while ((await product.usage()) && product.mailed() < mails) await pause(100);
}

/**
 * `npm start` as it is, `dispatch` running, against a server that only reads the body and answers: the same signed
 * webhooks of partners that are all different, from a third process, over the same number of connections. What the flood
 * puts off is measured by itself.
 */
export function webhookIntake({ processes, folder, quick }: Bench): Benchmark {
  return {
    name: "intake",
    async measure(round) {
      const product = await startProduct(processes, join(folder, `intake-${round}`));
      const bare = await startBare(processes);
      const load = startLoad(processes);
      await load.prepare(product.credentials, "warm", WARM);
      await load.burst(bare);
      await load.burst(product);
      await atRest(product, WARM);
      // So many that what both compile and warm up on the way is little of it.
      await load.prepare(product.credentials, "real", quick ? 4000 : 20_000);
      const sample = { ...(await measureBare(bare, load)), ...(await measureProduct(product, load)) };
      await Promise.all([product.end(), bare.end(), load.end()]);
      const order = { folder: join(folder, `entering-${round}`), starts: quick ? 4000 : 10_000 };
      return { ...sample, ...(await measureEntering(processes, order)) };
    },
  };
}

/** All that webhooks bring about: the workflow, the agreement as a PDF, the first mail, which is the last of it. */
export function followUp({ processes, folder, quick }: Bench): Benchmark {
  return {
    name: "follow-up",
    async measure(round) {
      const product = await startProduct(processes, join(folder, `follow-up-${round}`));
      const load = startLoad(processes);
      await load.prepare(product.credentials, "real", quick ? 30 : 60);
      const startedAt = performance.now();
      const { accepted, before } = await load.burst(product);
      await atRest(product, accepted);
      const seconds = (performance.now() - startedAt) / 1000;
      const { cpuMs } = await product.usage();
      await Promise.all([product.end(), load.end()]);
      return {
        followUpCpuMs: (cpuMs - before.cpuMs) / accepted,
        followUpPerSecond: accepted / seconds,
      };
    },
  };
}
