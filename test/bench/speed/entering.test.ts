import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../../adapters/sqlite-store.ts";
import { measureEntering } from "../../../bench/speed/entering.ts";
import { openProcesses } from "../../../bench/speed/processes.ts";
import type { Processes, Started } from "../../../bench/speed/processes.ts";
import { testHmac } from "../../make.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

function open(): Processes {
  const processes = openProcesses();
  onTestFinished(() => processes.close());
  return processes;
}

/** Says that it entered all, and left a store without any. */
function boasting(folder: string): Processes {
  const child: Started = {
    pid: 0,
    async ask(_name, _order, schema) {
      mkdirSync(folder, { recursive: true });
      openSqliteStore({ file: join(folder, "onboarding.db"), hmac: testHmac }).close();
      return schema.parse({ entered: 70, cpuMs: 1 });
    },
    end: async () => {},
  };
  return { start: () => child, close: async () => {} };
}

describe("measuring the entering of starts", () => {
  test("tells the CPU of each, when all that were accepted have rows of their own afterwards", async () => {
    const folder = join(temporaryFolder(), "entering");
    const { enteringCpuMs } = await measureEntering(open(), { folder, starts: 70 });
    expect(enteringCpuMs).toBeGreaterThan(0);
    const store = openSqliteStore({ file: join(folder, "onboarding.db"), hmac: testHmac });
    onTestFinished(() => store.close());
    const { items } = await store.onboardings.list({ vendors: "all", order: "newest", limit: 100 });
    expect(new Set(items.map(({ externalPartnerId }) => externalPartnerId)).size).toBe(100);
    expect((await store.onboardings.counts("all")).total).toBe(270);
    expect(store.journal.after(0, 1)).toEqual([]);
  });

  test("is no figure when what was accepted is not found in the file", async () => {
    const folder = join(temporaryFolder(), "entering");
    const order = { folder, starts: 70 };
    await expect(measureEntering(boasting(folder), order)).rejects.toThrow("of 270 starts 0 were entered");
  });
});
