import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They run against the synthesized stack: `npm run test:stack`.
    exclude: ["test/stack/run/**"],
    // By default it leaves one core free.
    maxWorkers: "100%",
    // Limits are for what never comes: a busy machine may take its time.
    testTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Faults that tests bring about on purpose are logged as everywhere.
    env: { POWERTOOLS_LOG_LEVEL: "SILENT" },
    hookTimeout: 120_000,
    coverage: {
      provider: "v8",
      include: ["domain/**/*.ts"],
      reporter: ["text-summary"],
      thresholds: { lines: 100, branches: 100 },
    },
  },
});
