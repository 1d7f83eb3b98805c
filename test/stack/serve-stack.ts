import { runSynthesizedStack } from "./running-stack.ts";

/**
 * A process of its own for the stack: says where it is in one line, and ends when nobody listens any more. `CDK_OUT`
 * names a folder that was synthesized before.
 */
const { address, close } = await runSynthesizedStack(process.env["CDK_OUT"]);
process.stdout.write(`${JSON.stringify(address)}\n`);
process.stdin.resume().once("end", () => {
  void close().finally(() => process.exit());
});
