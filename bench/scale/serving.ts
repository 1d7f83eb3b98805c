import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { signIn } from "../../cli/drive-onboarding.ts";
import type { WebClient } from "../../cli/web-client.ts";
import { readCredentials } from "../../local/credentials-file.ts";

const MAIN = fileURLToPath(new URL("../../local/main.ts", import.meta.url));

export interface Serving {
  readonly baseUrl: string;
  /** A browser that is signed in. */
  readonly desk: WebClient;
  /** From the start command to the first page of the console. */
  readonly startMs: number;
  rssBytes(): number;
  stop(): Promise<void>;
}

function whenServing(child: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Stop with Ctrl-C.")) resolve();
    });
  });
}

const rssOf = ({ pid }: ChildProcess): number =>
  1024 * Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));

/** `npm start` in a process of its own, up to the first page. */
export async function serve(dataDir: string): Promise<Serving> {
  const begun = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    // Nothing of what a server of this machine is told otherwise.
    env: { PATH: process.env["PATH"], PORT: "0", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    await whenServing(child);
    const credentials = await readCredentials(dataDir);
    if (!credentials) throw new Error("there is no credentials.json");
    const { baseUrl, consoleUrl } = credentials;
    const desk = await signIn(baseUrl, consoleUrl);
    const { status } = await desk.download("/console");
    if (status !== 200) throw new Error(`/console answered ${status}`);
    const startMs = performance.now() - begun;
    const stop = async (): Promise<void> => {
      child.kill("SIGTERM");
      await ended;
    };
    return { baseUrl, desk, startMs, rssBytes: () => rssOf(child), stop };
  } catch (fault) {
    child.kill("SIGKILL");
    throw fault;
  }
}
