import { z } from "zod";
import type { Engine } from "../../local/engine/engine.ts";
import { answerQuestions } from "./answering.ts";
import { openBareEngine, start, succeed } from "./bare-engine.ts";

const crowdSchema = z.object({ file: z.string(), executions: z.int() });
const lapsSchema = z.object({ file: z.string(), laps: z.int() });

/** Each execution's history must show that all its work was stored. */
function countStored(engine: Engine): { succeeded: number; waited: number } {
  const counted = { succeeded: 0, waited: 0 };
  let nextToken: string | undefined;
  do {
    const page = engine.listExecutions({
      statusFilter: "SUCCEEDED",
      maxResults: 1000,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    for (const { executionArn } of page.executions) {
      counted.succeeded++;
      const { events } = engine.getExecutionHistory({ executionArn, maxResults: 1000 });
      counted.waited += events.filter(({ type }) => type === "TaskSubmitted").length;
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return counted;
}

/** Many executions at once, each callback answered as it comes. */
async function runCrowd({ file, executions }: z.infer<typeof crowdSchema>) {
  const engine = await openBareEngine(file, (token) => {
    setImmediate(() => void succeed(engine, token));
  });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: executions }, (_, n) => start(engine, n)));
  while (engine.listExecutions({ statusFilter: "RUNNING", maxResults: 1 }).executions.length > 0)
    await new Promise((done) => setTimeout(done, 5));
  const seconds = (performance.now() - startedAt) / 1000;
  const { succeeded, waited } = countStored(engine);
  await engine.close();
  return { seconds, succeeded, waited };
}

/** One execution after the other; from handing in a callback to the call of the next stage's function. */
async function runLaps({ file, laps }: z.infer<typeof lapsSchema>) {
  let onToken: ((token: string) => void) | undefined;
  const engine = await openBareEngine(file, (token) => onToken?.(token));
  const next = (): Promise<string> => new Promise((resolve) => (onToken = resolve));
  const ms: number[] = [];
  for (let lap = 0; lap < laps; lap++) {
    const first = next();
    await start(engine, lap);
    let token = await first;
    for (let stage = 1; stage < 4; stage++) {
      // The write after the function's return is none of this callback's.
      await engine.run();
      const opened = next();
      const startedAt = performance.now();
      await succeed(engine, token);
      token = await opened;
      ms.push(performance.now() - startedAt);
    }
  }
  await engine.close();
  return { ms };
}

answerQuestions({
  crowd: (order) => runCrowd(crowdSchema.parse(order)),
  laps: (order) => runLaps(lapsSchema.parse(order)),
});
