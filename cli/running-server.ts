import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readCredentials } from "../local/credentials-file.ts";
import type { Credentials } from "../local/credentials-file.ts";

export interface ServerAtHand {
  readonly credentials: Credentials;
  /** It was started for us, and ends with us. */
  readonly own: boolean;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../local/main.ts", import.meta.url));

async function isServing({ baseUrl }: Credentials): Promise<boolean> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}

/** The credentials of the server that runs on this data folder; `null` when none does. */
export async function runningServer(dataDir: string): Promise<Credentials | null> {
  const credentials = await readCredentials(dataDir);
  return credentials && (await isServing(credentials)) ? credentials : null;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function whenServing(child: ChildProcess, dataDir: string): Promise<Credentials> {
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) throw new Error("the server did not start; what it said stands above");
    const credentials = await runningServer(dataDir);
    if (credentials) return credentials;
    await pause(100);
  }
  throw new Error("the server did not answer within 15 s");
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
}

/** The server on this data folder: the running one, or one of our own on a free port. */
export async function serverAtHand(dataDir: string): Promise<ServerAtHand> {
  const credentials = await runningServer(dataDir);
  if (credentials) return { credentials, own: false, stop: async () => {} };
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: process.env["PORT"] ?? "0" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    return {
      credentials: await whenServing(child, dataDir),
      own: true,
      async stop() {
        child.kill("SIGTERM");
        await ended(child);
      },
    };
  } catch (fault) {
    child.kill("SIGKILL");
    throw fault;
  }
}
