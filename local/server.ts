import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openNodeSecrets } from "../adapters/node-secrets.ts";
import { releaseClaims } from "../adapters/sqlite-release-claims.ts";
import { instant } from "../domain/ids.ts";
import type { Clock } from "../domain/world.ts";
import { ConfigFault } from "./config.ts";
import type { Config } from "./config.ts";
import { openCore } from "./core.ts";
import type { Core, CoreOptions } from "./core.ts";
import type { Credentials } from "./credentials-file.ts";
import { openEnginePort } from "./engine-port.ts";
import { faces } from "./faces.ts";
import { prepare } from "./first-start.ts";
import { listen } from "./http-server.ts";
import { every } from "./timer.ts";

const MINUTE = 60_000;
const SECOND = 1000;
const HOUR = 60 * MINUTE;

export interface ServerOptions {
  readonly config: Config;
  readonly clock?: Clock;
  readonly onFault: (where: string, fault: unknown) => void;
  readonly onWrite?: CoreOptions["onWrite"];
}

export interface RunningServer {
  readonly baseUrl: string;
  /** A one-time link to the console; `null` with a provider. */
  readonly consoleUrl: string | null;
  readonly credentials: Credentials | null;
  readonly core: Core;
  /** Where the engine answers; `null`: it was not asked for. */
  readonly enginePort: number | null;
  close(): Promise<void>;
}

const systemClock: Clock = () => instant(Date.now());

async function consoleLink({ config }: ServerOptions, core: Core, baseUrl: string): Promise<string | null> {
  return config.oidc ? null : `${baseUrl}/console/sign-in#${await core.localLinks.issue()}`;
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigFault(
      `DATA_DIR: ${dataDir} cannot be a folder of ours (${why}). Choose another one, or give this user the right to write there.`,
      { cause },
    );
  }
}

/** Work that was taken by a process that is gone is free again; then everything that fell due meanwhile is done. */
async function catchUp({ store, engine, tick }: Core, { config, clock }: { config: Config; clock: Clock }) {
  await releaseClaims(store.database, clock(), { mails: config.smtpUrl === null });
  engine.start();
  await tick();
}

/** The whole product on one machine. Throws a fault with a message for people when it cannot start. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, onFault, onWrite, clock = systemClock } = options;
  const http = await listen(config.port);
  try {
    await makeFolder(config.dataDir);
    const baseUrl = config.baseUrl ?? `http://127.0.0.1:${http.port}`;
    const secrets = await openNodeSecrets(config.dataDir, join(config.dataDir, "onboarding.db"));
    const core = await openCore({ config, baseUrl, secrets, clock, onFault, onWrite, isBusy: http.isBusy });
    const consoleUrl = await consoleLink(options, core, baseUrl);
    const credentials = await prepare(
      { dataDir: config.dataDir, baseUrl, consoleUrl: consoleUrl ?? `${baseUrl}/console` },
      { store: core.store, hmac: secrets.hmac },
    );
    const wire = config.enginePort === null ? null : await openEnginePort(core.engine, config.enginePort);
    http.answerWith(faces({ config, core, secrets, baseUrl, clock, onFault }));
    core.warmUp();
    const caughtUp = catchUp(core, { config, clock }).catch((fault: unknown) => onFault("start", fault));
    const timers = [
      every(MINUTE, core.tick, (fault) => onFault("tick", fault)),
      every(
        HOUR,
        async () => void (await core.archive()),
        (fault) => onFault("archive", fault),
      ),
      every(
        SECOND,
        () => core.anchors.flush(),
        (fault) => onFault("anchors", fault),
      ),
    ];
    return {
      baseUrl,
      consoleUrl,
      credentials,
      core,
      enginePort: wire?.port ?? null,
      async close() {
        core.windDown();
        await wire?.close();
        await http.close();
        await caughtUp;
        await Promise.all(timers.map((timer) => timer.stop()));
        await core.close();
      },
    };
  } catch (fault) {
    await http.close();
    throw fault;
  }
}
