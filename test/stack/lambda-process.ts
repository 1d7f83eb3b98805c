import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { FunctionError, InvokeMessage, ProcessMessage } from "./lambda-protocol.ts";

const BOOTSTRAP = fileURLToPath(new URL("./lambda-bootstrap.ts", import.meta.url));

/** Longest time for loading a function (Lambda allows ten seconds; this machine may be busy). */
const INIT_LIMIT_MS = 60_000;

export interface LambdaSettings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** Names of the outside world, `name=port,…`. */
  readonly outside: string;
  readonly onLine: (line: string) => void;
}

export interface Measured {
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly maxRssMb: number;
  /** Of the first invocation of a process: how long loading took. */
  readonly initMs: number | null;
}

export type LambdaAnswer = Measured &
  (
    | { readonly ok: true; readonly payload: unknown }
    | { readonly ok: false; readonly error: FunctionError; readonly timedOut: boolean }
  );

/** A process of one function. It takes one invocation at a time. */
export interface LambdaProcess {
  /** Whether it can take another one; a process that was timed out or has crashed cannot. */
  readonly alive: () => boolean;
  readonly invoke: (message: InvokeMessage) => Promise<LambdaAnswer>;
  readonly end: () => Promise<void>;
}

const error = (errorType: string, errorMessage: string): FunctionError => ({
  errorType,
  errorMessage,
  trace: [],
});

const NOTHING: Measured = { durationMs: 0, cpuMs: 0, maxRssMb: 0, initMs: null };

const failed = (fault: FunctionError, { durationMs = 0, timedOut = false } = {}): LambdaAnswer => ({
  ...NOTHING,
  ok: false,
  error: fault,
  timedOut,
  durationMs,
});

/** The next thing a process says, or what became of it instead. */
function nextMessage(child: ChildProcess, limitMs: number): Promise<ProcessMessage | "late" | "gone"> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle("late"), limitMs);
    const gone = (): void => settle("gone");
    const settle = (outcome: ProcessMessage | "late" | "gone"): void => {
      clearTimeout(timer);
      child.off("message", settle).off("exit", gone);
      resolve(outcome);
    };
    child.once("message", settle).once("exit", gone);
    if (child.exitCode !== null || child.signalCode !== null) gone();
  });
}

function spawn(
  { folder, environment, memoryMb, outside, onLine }: LambdaSettings,
  ahead: number,
): ChildProcess {
  const child = fork(BOOTSTRAP, [String(ahead), outside], {
    cwd: folder,
    env: { ...environment },
    execArgv: [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", onLine);
  }
  return child;
}

export function startLambdaProcess(settings: LambdaSettings, ahead: number): LambdaProcess {
  const child = spawn(settings, ahead);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let alive = true;
  const ready = nextMessage(child, INIT_LIMIT_MS);
  let used = false;

  function stop(): void {
    alive = false;
    child.kill("SIGKILL");
  }

  async function answer(message: InvokeMessage): Promise<LambdaAnswer> {
    child.send(message);
    const said = await nextMessage(child, message.timeLimit);
    if (said === "late") {
      stop();
      const seconds = (message.timeLimit / 1000).toFixed(2);
      const why = error("Sandbox.Timedout", `${message.requestId} Task timed out after ${seconds} seconds`);
      return failed(why, { durationMs: message.timeLimit, timedOut: true });
    }
    if (said === "gone" || said.kind !== "answer") {
      stop();
      return failed(error("Runtime.ExitError", "Runtime exited without providing a reason"));
    }
    const { outcome, durationMs, cpuMs, maxRssMb } = said;
    const measured = { durationMs, cpuMs, maxRssMb, initMs: null };
    if (!outcome.ok) return { ...measured, ok: false, error: outcome.error, timedOut: false };
    return { ...measured, ok: true, payload: JSON.parse(outcome.payload) };
  }

  return {
    alive: () => alive,
    async invoke(message) {
      const start = await ready;
      if (start === "late" || start === "gone" || start.kind === "answer") {
        stop();
        return failed(error("Runtime.ExitError", "the function could not be loaded"));
      }
      if (start.kind === "broken") {
        stop();
        return failed(start.error);
      }
      const initMs = used ? null : start.initMs;
      used = true;
      return { ...(await answer(message)), initMs };
    },
    async end() {
      stop();
      await exited;
    },
  };
}
