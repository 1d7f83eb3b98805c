import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { readCredentials } from "../../local/credentials-file.ts";
import type { Credentials } from "../../local/credentials-file.ts";

const MAIN = fileURLToPath(new URL("../../local/main.ts", import.meta.url));

type Env = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function watch(child: ChildProcess): { said: () => string; ended: Promise<Ended> } {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("close", (code, signal) => resolve({ code, signal, ...text }));
    child.once("error", reject);
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended.catch(() => {});
  });
  return { said: () => text.stdout, ended };
}

const inherited = ["PATH", "HOME", "TMPDIR"].flatMap((name) => {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value] as const];
});

/** Runs a program of the project to its end. */
export function run(command: readonly string[], env: Env, options: SpawnOptions = {}): Promise<Ended> {
  const [program = "", ...args] = command;
  return watch(
    spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      ...options,
      env: { ...Object.fromEntries(inherited), ...env },
    }),
  ).ended;
}

/** `npm start` that is expected to fail. */
export const failedStart = (env: Env, options: SpawnOptions = {}): Promise<Ended> =>
  run([process.execPath, MAIN], { PORT: "0", ...env }, options);

/** The command line that starts the server, for a shell. */
export const startCommand = `"${process.execPath}" "${MAIN}"`;

export interface ServerProcess {
  readonly credentials: Credentials;
  kill(): Promise<Ended>;
  stop(): Promise<Ended>;
  /** Asks to stop without waiting for the end. */
  signal(): void;
  readonly ended: Promise<Ended>;
}

/** `npm start` in a process of its own, once it serves. */
export async function startProcess(dataDir: string, env: Env = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...Object.fromEntries(inherited), PORT: "0", DATA_DIR: dataDir, ...env },
  });
  const { said, ended } = watch(child);
  const serving = new Promise<void>((resolve) => {
    child.stdout.on("data", () => {
      if (said().includes("Stop with Ctrl-C.")) resolve();
    });
  });
  const early = await Promise.race([serving, ended]);
  if (early) throw new Error(`the server ended with ${early.code}: ${early.stderr}`);
  const credentials = await readCredentials(dataDir);
  if (!credentials) throw new Error("there is no credentials.json");
  const send = (signal: NodeJS.Signals) => (): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  return {
    credentials,
    ended,
    kill: send("SIGKILL"),
    stop: send("SIGTERM"),
    signal: () => void child.kill("SIGTERM"),
  };
}
