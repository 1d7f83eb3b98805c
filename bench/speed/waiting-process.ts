import { setTimeout as pause } from "node:timers/promises";
import { answerQuestions } from "./answering.ts";
import { openBareEngine, start, succeed } from "./bare-engine.ts";

interface Fill {
  readonly file: string;
  readonly executions: number;
  readonly tokens: number;
}

interface Restart {
  readonly file: string;
  readonly token: string;
}

const AT_ONCE = 1000;
const IDLE_MS = 1000;

/** Starts executions, all of which then wait. Some of their tokens are told; the process is to be killed. */
async function fill({ file, executions, tokens }: Fill): Promise<readonly string[]> {
  const told: string[] = [];
  const engine = await openBareEngine(file, (token) => {
    if (told.length < tokens) told.push(token);
  });
  for (let first = 0; first < executions; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, executions - first);
    await Promise.all(Array.from({ length: count }, (_, n) => start(engine, first + n)));
    await engine.run();
  }
  return told;
}

/** From the start of this process to the call of the function of the stage after the one that was waited in. */
async function restart({ file, token }: Restart) {
  const { promise, resolve } = Promise.withResolvers<number>();
  const loadedAt = performance.now();
  const engine = await openBareEngine(file, () => resolve(performance.now()));
  await succeed(engine, token);
  const openedAt = await promise;
  await pause(IDLE_MS);
  return {
    seconds: openedAt / 1000,
    engineSeconds: (openedAt - loadedAt) / 1000,
    rssMb: process.memoryUsage.rss() / 1e6,
  };
}

// Parsed by hand, and not with zod: the time that takes to load would be counted as the engine's.
const text = (order: unknown): string => JSON.stringify(order);

answerQuestions({
  fill(order) {
    const parsed: Fill = JSON.parse(text(order));
    return fill(parsed);
  },
  restart(order) {
    const parsed: Restart = JSON.parse(text(order));
    return restart(parsed);
  },
});
