import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export interface Started {
  readonly pid: number;
  /** Asks by name; rejects with what the process says went wrong, or when it ends before it has answered. */
  ask<T>(name: string, order: unknown, schema: z.ZodType<T>): Promise<T>;
  /** By SIGKILL unless told; resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface Processes {
  /** Runs a script that answers questions (`answerQuestions`). `preload` is loaded before it. */
  start(script: URL, options?: { readonly env?: NodeJS.ProcessEnv; readonly preload?: URL }): Started;
  /** Ends all that still run, and starts no more. */
  close(): Promise<void>;
}

const replySchema = z.object({ id: z.number(), value: z.unknown().optional(), fault: z.string().optional() });

function asking(child: ChildProcess): Started["ask"] {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (fault: Error) => void }>();
  let asked = 0;
  child.on("message", (message) => {
    const { id, value, fault } = replySchema.parse(message);
    const one = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) one?.resolve(value);
    else one?.reject(new Error(fault));
  });
  child.once("exit", (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`${child.spawnargs.at(-1)} ended (${code ?? signal})`));
  });
  return async (name, order, schema) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("the process has ended");
    waiting.set(++asked, { resolve, reject });
    child.send({ id: asked, name, order });
    return schema.parse(await promise);
  };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** Child processes that never outlive us: they end with `close`, and by themselves when we vanish. */
export function openProcesses(): Processes {
  const running = new Set<ChildProcess>();
  let open = true;
  return {
    start(script, { env = {}, preload } = {}) {
      if (!open) throw new Error("broken off");
      const args = [...(preload ? ["--import", preload.href] : []), fileURLToPath(script)];
      const child = spawn(process.execPath, args, {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: { ...process.env, ...env },
      });
      running.add(child);
      child.once("exit", () => running.delete(child));
      if (child.pid === undefined) throw new Error(`${script.href} did not start`);
      return { pid: child.pid, ask: asking(child), end: (signal = "SIGKILL") => ended(child, signal) };
    },
    async close() {
      open = false;
      await Promise.all([...running].map((child) => ended(child, "SIGKILL")));
    },
  };
}
