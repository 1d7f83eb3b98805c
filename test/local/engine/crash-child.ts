import { writeSync } from "node:fs";
import { openEngine } from "../../../local/engine/engine.ts";
import { ASK_REST_ASK } from "./make.ts";

// node crash-child.ts <file> <returns|hangs> [<before_commit|after_commit> <n>]: runs the execution "one" and, at the
// n-th such moment, kills itself as `kill -9` would.
const [file = "", way = "returns", moment = "", count = "0"] = process.argv.slice(2);
let left = Number(count);

const engine = openEngine({
  file,
  clock: Date.now,
  resources: {
    async "open-stage"(payload) {
      writeSync(1, `${Object(payload).token}\n`);
      if (way === "hangs") await new Promise(() => {});
    },
  },
  onWrite(now) {
    if (now === moment && --left === 0) process.kill(process.pid, "SIGKILL");
  },
});
engine.start();
await engine.createStateMachine({ name: "m", definition: ASK_REST_ASK });
const { executionArn } = await engine.startExecution({ stateMachine: "m", name: "one", input: '{"id":1}' });
setInterval(() => {
  const [last] = engine.getExecutionHistory({ executionArn, maxResults: 1, reverseOrder: true }).events;
  writeSync(1, `${last?.type}\n`);
}, 20);
