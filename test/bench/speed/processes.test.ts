import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startLoad } from "../../../bench/speed/load.ts";
import { usageSchema } from "../../../bench/speed/own-usage.ts";
import { openProcesses } from "../../../bench/speed/processes.ts";
import type { Processes } from "../../../bench/speed/processes.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const at = (name: string): URL => new URL(`../../../bench/speed/${name}.ts`, import.meta.url);
const signer = {
  baseUrl: "http://127.0.0.1",
  vendorId: "demo",
  webhookSecret: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
  apiKey: "",
  consoleUrl: "",
};

function open(): Processes {
  const processes = openProcesses();
  onTestFinished(() => processes.close());
  return processes;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a process does what it is asked, and answers", async () => {
  const child = open().start(at("commit-floor-process"));
  const order = { file: join(temporaryFolder(), "floor.db"), ms: 20 };
  const { commits, seconds } = await child.ask(
    "commit",
    order,
    z.object({ commits: z.number(), seconds: z.number() }),
  );
  expect(commits).toBeGreaterThan(0);
  expect(seconds).toBeGreaterThanOrEqual(0.02);
});

test("what goes wrong in a process is told where it was asked", async () => {
  const child = open().start(at("commit-floor-process"));
  await expect(child.ask("commit", { file: 5 }, z.unknown())).rejects.toThrow("expected string");
  await expect(child.ask("dance", null, z.unknown())).rejects.toThrow('nobody here answers "dance"');
});

test("closing ends every process, rejects what is still being asked, and lets none start", async () => {
  const processes = open();
  const child = processes.start(at("commit-floor-process"));
  const order = { file: join(temporaryFolder(), "floor.db"), ms: 600_000 };
  const asked = child.ask("commit", order, z.unknown());
  await Promise.all([expect(asked).rejects.toThrow("SIGKILL"), processes.close()]);
  expect(isAlive(child.pid)).toBe(false);
  expect(() => processes.start(at("commit-floor-process"))).toThrow("broken off");
});

test("a burst sends every webhook once, and knows what the server used for it", async () => {
  const processes = open();
  const bare = processes.start(at("bare-server-process"));
  const port = await bare.ask("listen", null, z.int());
  const load = startLoad(processes);
  await load.prepare(signer, "test", 40);
  const target = { port, usage: () => bare.ask("usage", null, usageSchema) };
  const { accepted, used } = await load.burst(target);
  expect(accepted).toBe(40);
  expect(used.cpuMs).toBeGreaterThan(0);
});
