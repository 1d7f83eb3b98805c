import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseSaid } from "./order.ts";
import type { Moment, Order, Said, ToldEffect } from "./order.ts";

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

/** What a child did before it ended. */
export interface ChildRun {
  /** By SIGKILL. */
  readonly killed: boolean;
  readonly served: boolean;
  /** Onboarding id by partner. */
  readonly accepted: Readonly<Record<string, string>>;
  readonly moments: readonly Moment[];
  readonly commits: number;
  readonly violations: readonly string[];
  readonly effects: readonly ToldEffect[];
}

function start(order: Order): ChildProcess {
  return spawn(process.execPath, [CHILD, JSON.stringify(order)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "crash-sweep-compiled") },
  });
}

/** An unfinished last line is what a crash cut short. */
function read(line: string): Said | null {
  try {
    return parseSaid(line);
  } catch {
    return null;
  }
}

/** Runs a child to its end; `whenServing` may end it sooner. */
export async function runChild(order: Order, whenServing?: (child: ChildProcess) => void): Promise<ChildRun> {
  const child = start(order);
  const gone = once(child, "exit");
  const said: Said[] = [];
  let complaint = "";
  child.stderr?.on("data", (text: Buffer) => (complaint += text.toString()));
  if (!child.stdout) throw new Error("a child without output");
  for await (const line of createInterface({ input: child.stdout })) {
    const one = read(line);
    if (!one) continue;
    said.push(one);
    if (one.kind === "serving") whenServing?.(child);
  }
  await gone;
  return told(said, { killed: child.signalCode === "SIGKILL", code: child.exitCode, complaint });
}

interface End {
  readonly killed: boolean;
  readonly code: number | null;
  readonly complaint: string;
}

function told(said: readonly Said[], { killed, code, complaint }: End): ChildRun {
  const done = said.find((one) => one.kind === "done");
  const faults = said.flatMap((one) =>
    one.kind === "fault" ? [`a fault in ${one.where}: ${one.text}`] : [],
  );
  const ended = killed || (code === 0 && done) ? [] : [`the process ended with ${code}: ${complaint}`];
  return {
    killed,
    served: said.some(({ kind }) => kind === "serving"),
    accepted: Object.fromEntries(
      said.flatMap((one) => (one.kind === "accepted" ? [[one.partner, one.id]] : [])),
    ),
    moments: said.flatMap((one) => (one.kind === "moment" ? [one.moment] : [])),
    commits: done?.commits ?? 0,
    effects: done?.effects ?? [],
    violations: [...(done?.violations ?? []), ...ended, ...faults],
  };
}
