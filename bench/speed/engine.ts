import { join } from "node:path";
import { z } from "zod";
import type { Bench, Benchmark } from "./benchmark.ts";
import { median } from "./statistics.ts";

const SCRIPT = new URL("./engine-process.ts", import.meta.url);
const EXECUTIONS = 2000;
/** Contract, Training, Certification, FirstDeal, Finish. */
const TRANSITIONS = 5;
const WAITS = 4;

const crowdSchema = z.object({ seconds: z.number(), succeeded: z.number(), waited: z.number() });
const lapsSchema = z.object({ ms: z.array(z.number()) });

/** The product's workflow on the engine alone: 2,000 executions at once, each callback answered as it comes. */
export function engineTransitions({ processes, folder }: Bench): Benchmark {
  return {
    name: "engine",
    async measure(round) {
      const child = processes.start(SCRIPT);
      const order = { file: join(folder, `engine-${round}.db`), executions: EXECUTIONS };
      const { seconds, succeeded, waited } = await child.ask("crowd", order, crowdSchema);
      await child.end();
      if (succeeded !== EXECUTIONS || waited !== EXECUTIONS * WAITS)
        throw new Error(`the engine completed ${succeeded} of ${EXECUTIONS}, with ${waited} waits`);
      return { enginePerSecond: (EXECUTIONS * TRANSITIONS) / seconds };
    },
  };
}

/** One callback at a time, nothing else to do: how long until the next stage's function is called. */
export function callbackLatency({ processes, folder, quick }: Bench): Benchmark {
  return {
    name: "callback",
    async measure(round) {
      const child = processes.start(SCRIPT);
      const order = { file: join(folder, `callback-${round}.db`), laps: quick ? 100 : 300 };
      const { ms } = await child.ask("laps", order, lapsSchema);
      await child.end();
      return { callbackMs: median(ms) };
    },
  };
}
