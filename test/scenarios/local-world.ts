import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { expectPage } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import type { WebClient } from "../../cli/web-client.ts";
import { instant } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { CLIENT } from "../oidc-provider.ts";
import type { OidcProvider } from "../oidc-provider.ts";
import type { SentMail, World } from "./harness.ts";

export interface LocalWorldOptions {
  readonly startAt: string;
  readonly provider: OidcProvider | undefined;
}

const execute = promisify(execFile);

const inbox = z.array(
  z.object({
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    headers: z.record(z.string(), z.string()),
    sentAt: z.string(),
  }),
);

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

async function mailsIn(baseUrl: string, apiKey: string): Promise<readonly SentMail[]> {
  const authorization = `Bearer ${apiKey}`;
  const response = await fetch(`${baseUrl}/inbox/messages?limit=1000`, { headers: { authorization } });
  if (response.status !== 200) throw new Error(`the inbox answered ${response.status}`);
  return inbox.parse(await response.json()).toReversed();
}

/** The one-machine server in this process, on an empty data folder, with a clock that can be moved. */
export async function localWorld({ startAt, provider }: LocalWorldOptions): Promise<World> {
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
    place: "one_machine",
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
    mails: () => mailsIn(server.baseUrl, credentials.apiKey),
    signIn: (claims = {}) => signIn(server, provider, claims),
    async run(command, ...args) {
      const cli = fileURLToPath(new URL(`../../cli/${command}.ts`, import.meta.url));
      const { stdout } = await execute(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
      return stdout;
    },
    expose: async (port) => `http://127.0.0.1:${port}`,
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`the server reported faults:\n${faults.join("\n")}`);
    },
  };
}
