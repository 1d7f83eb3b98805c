import { join } from "node:path";
import { z } from "zod";
import type { Bench, Benchmark } from "./benchmark.ts";

const SCRIPT = new URL("./waiting-process.ts", import.meta.url);
const MOST_ROUNDS = 20;

const tokensSchema = z.array(z.string());
const restartSchema = z.object({ seconds: z.number(), engineSeconds: z.number(), rssMb: z.number() });

const FIGURE_OF = {
  10_000: { restart: "waiting10kRestart", engine: "waiting10kEngine", rss: "waiting10kRss" },
  100_000: { restart: "waiting100kRestart", engine: "waiting100kEngine", rss: "waiting100kRss" },
} as const;

/** The engine alone, killed with so many executions waiting, and started again; its memory a second later. */
export const waitingExecutions =
  (executions: keyof typeof FIGURE_OF) =>
  ({ processes, folder, progress }: Bench): Benchmark => {
    const file = join(folder, `waiting-${executions}.db`);
    let tokens: readonly string[] = [];
    return {
      name: `waiting-${executions}`,
      async prepare() {
        progress(`filling an engine with ${executions} waiting executions`);
        const child = processes.start(SCRIPT);
        tokens = await child.ask("fill", { file, executions, tokens: MOST_ROUNDS }, tokensSchema);
        await child.end("SIGKILL");
      },
      async measure(round) {
        const child = processes.start(SCRIPT);
        const order = { file, token: tokens[round] };
        const { seconds, engineSeconds, rssMb } = await child.ask("restart", order, restartSchema);
        await child.end("SIGKILL");
        const { restart, engine, rss } = FIGURE_OF[executions];
        return { [restart]: seconds, [engine]: engineSeconds, [rss]: rssMb };
      },
    };
  };
