import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { runningServer } from "../../cli/running-server.ts";
import type { Credentials } from "../../local/credentials-file.ts";
import { usageSchema } from "./own-usage.ts";
import type { Usage } from "./own-usage.ts";
import type { Processes } from "./processes.ts";

const MAIN = new URL("../../local/main.ts", import.meta.url);
const TELL_USAGE = new URL("./tell-usage.ts", import.meta.url);

/** The product in a process of its own, which can be asked what it has used so far. */
export interface ServerAtWork {
  readonly credentials: Credentials;
  readonly port: number;
  usage(): Promise<Usage>;
  /** Workflows started so far. */
  started(): number;
  /** Mails sent so far. */
  mailed(): number;
  /** By SIGKILL unless told. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Looks into a database from outside; the server does not notice. */
function counter(file: string, table: string): { count: () => number; close: () => void } {
  const db = new DatabaseSync(file, { readOnly: true });
  const statement = db.prepare(`SELECT count(*) AS rows FROM ${table}`);
  return { count: () => Number(statement.get()?.["rows"]), close: () => db.close() };
}

/** `npm start` on a data folder, with nothing set but the folder. Returns when it serves. */
export async function startProduct(processes: Processes, dataDir: string): Promise<ServerAtWork> {
  mkdirSync(dataDir, { recursive: true });
  const env = { DATA_DIR: dataDir, PORT: "0", BASE_URL: "", SMTP_URL: "" };
  const child = processes.start(MAIN, { env, preload: TELL_USAGE });
  const usage = (): Promise<Usage> => child.ask("usage", null, usageSchema);
  let credentials = await runningServer(dataDir);
  while (!credentials) {
    await pause(50);
    // Rejects when it could not start.
    await usage();
    credentials = await runningServer(dataDir);
  }
  const executions = counter(join(dataDir, "engine.db"), "execution");
  const mails = counter(join(dataDir, "machine.db"), "inbox_message");
  return {
    credentials,
    port: Number(new URL(credentials.baseUrl).port),
    usage,
    started: executions.count,
    mailed: mails.count,
    async end(signal) {
      executions.close();
      mails.close();
      await child.end(signal);
    },
  };
}
