import { join } from "node:path";
import { z } from "zod";
import type { Bench, Benchmark } from "./benchmark.ts";

const SCRIPT = new URL("./commit-floor-process.ts", import.meta.url);
const schema = z.object({ commits: z.number(), seconds: z.number() });

/** What everything durable is compared with: commits of the disk, one at a time. */
export function commitFloor({ processes, folder, quick }: Bench): Benchmark {
  return {
    name: "floor",
    async measure(round) {
      const child = processes.start(SCRIPT);
      const order = { file: join(folder, `floor-${round}.db`), ms: quick ? 1000 : 2000 };
      const { commits, seconds } = await child.ask("commit", order, schema);
      await child.end();
      return { floorPerSecond: commits / seconds, floorMs: (seconds * 1000) / commits };
    },
  };
}
