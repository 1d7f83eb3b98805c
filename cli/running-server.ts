import { once } from "node:events";
import { createServer } from "node:net";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readCredentials } from "../local/credentials-file.ts";
import type { Credentials } from "../local/credentials-file.ts";

export interface ServerAtHand {
  readonly credentials: Credentials;
  /** It was started for us, and ends with us; the command that brings it back at the same address. */
  readonly own: { readonly startAgain: string } | null;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../local/main.ts", import.meta.url));

/** Something else may answer at that address by now: only the server of this folder knows the key. */
async function isServing({ baseUrl, apiKey }: Credentials): Promise<boolean> {
  try {
    const response = await fetch(`${baseUrl}/api/onboardings?limit=1`, {
      headers: { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(2000),
    });
    await response.arrayBuffer();
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

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    server.close();
    return true;
  } catch {
    return false;
  }
}

/** The port `npm start` would take, or any where that one is taken. */
async function portForUs(): Promise<string> {
  const usual = process.env["PORT"] || "8080";
  return (await isFree(Number(usual))) ? usual : "0";
}

/** The server on this data folder: the running one, or one of our own. */
export async function serverAtHand(dataDir: string): Promise<ServerAtHand> {
  const running = await runningServer(dataDir);
  if (running) return { credentials: running, own: null, stop: async () => {} };
  const port = await portForUs();
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: port },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const credentials = await whenServing(child, dataDir);
    const startAgain = port === "0" ? `PORT=${new URL(credentials.baseUrl).port} npm start` : "npm start";
    return {
      credentials,
      own: { startAgain },
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
