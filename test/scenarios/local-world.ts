import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expectPage } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import type { WebClient } from "../../cli/web-client.ts";
import { instant } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { CLIENT } from "../oidc-provider.ts";
import type { OidcProvider } from "../oidc-provider.ts";
import type { World } from "./harness.ts";

export interface LocalWorldOptions {
  /** When the story begins: a Monday morning, unless said. */
  readonly startAt?: string;
  /** Who says what somebody may do in the console; without one everybody is an admin. */
  readonly provider?: OidcProvider;
}

const MONDAY = "2026-11-23T09:00:00Z";

const execute = promisify(execFile);

function settings(dataDir: string, provider: OidcProvider | undefined): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    PORT: "0",
    ALLOW_LOOPBACK_WEBHOOKS: "true",
    ...(provider
      ? {
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: CLIENT.clientId,
          OIDC_CLIENT_SECRET: CLIENT.clientSecret,
        }
      : {}),
  };
}

async function signIn(
  { baseUrl, core }: RunningServer,
  provider: OidcProvider | undefined,
  claims: Readonly<Record<string, unknown>>,
): Promise<WebClient> {
  const client = webClient(baseUrl);
  if (provider) {
    provider.claims = { ...claims };
    expectPage(await client.get("/console/sign-in/start"));
  } else {
    expectPage(await client.post("/console/sign-in", { secret: await core.localLinks.issue() }));
  }
  return client;
}

/** The one-machine server in this process, on an empty data folder, with a clock that can be moved. */
export async function localWorld({ startAt = MONDAY, provider }: LocalWorldOptions): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), "partner-onboarding-story-"));
  let ahead = Date.parse(startAt) - Date.now();
  const now = (): number => Date.now() + ahead;
  const faults: string[] = [];
  const env = settings(dataDir, provider);
  const server = await startServer({
    config: readConfig(env),
    clock: () => instant(now()),
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
  });
  const { core, credentials } = server;
  if (!credentials) throw new Error("a fresh data folder has its demo vendor");

  return {
    baseUrl: server.baseUrl,
    vendor: credentials,
    now,
    async moveTime(ms) {
      ahead += ms;
      // Once more for what became due only by what was done the first time.
      for (let round = 0; round < 2; round++) {
        await core.tick();
        await core.queue.idle();
      }
    },
    signIn: (claims = {}) => signIn(server, provider, claims),
    async run(command, ...args) {
      const cli = fileURLToPath(new URL(`../../cli/${command}.ts`, import.meta.url));
      const { stdout } = await execute(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
      return stdout;
    },
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`the server reported faults:\n${faults.join("\n")}`);
    },
  };
}
