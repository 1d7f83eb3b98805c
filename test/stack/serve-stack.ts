import { runSynthesizedStack } from "./running-stack.ts";

/** A process of its own for the stack: says where it is in one line, and ends when nobody listens any more. */
const { address, close } = await runSynthesizedStack();
process.stdout.write(`${JSON.stringify(address)}\n`);
process.stdin.resume().once("end", () => {
  void close().finally(() => process.exit());
});
