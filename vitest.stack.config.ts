import { defineConfig } from "vitest/config";
import { StoryOrder } from "./test/stack/story-order.ts";

/** The scenarios on the synthesized stack, then what their run has proved. */
export default defineConfig({
  test: {
    include: ["test/scenarios/*.test.ts", "test/stack/**/*.test.ts"],
    globalSetup: ["test/stack/global-setup.ts"],
    setupFiles: ["test/stack/reach-stack.ts"],
    fileParallelism: false,
    sequence: { sequencer: StoryOrder },
    testTimeout: 300_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
