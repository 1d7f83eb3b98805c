import { defineConfig } from "vitest/config";

/** The scenarios on the synthesized stack, then what its run has proved. */
export default defineConfig({
  test: {
    include: ["test/scenarios/*.test.ts", "test/stack/**/*.test.ts"],
    globalSetup: ["test/stack/global-setup.ts"],
    setupFiles: ["test/stack/reach-stack.ts"],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
