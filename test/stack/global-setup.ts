import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import type { StackAddress } from "./stack-control.ts";

const SERVE = fileURLToPath(new URL("./serve-stack.ts", import.meta.url));

/** One stack for all files. It ends with its standard input, so also when this process is killed. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [SERVE], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line]: unknown[] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    ended,
  ]);
  if (typeof line !== "string") throw new Error("the stack could not be started");
  const address: StackAddress = JSON.parse(line);
  project.provide("stack", address);
  return async () => {
    child.stdin.end();
    await ended;
  };
}
