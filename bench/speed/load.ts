import { z } from "zod";
import type { Credentials } from "../../local/credentials-file.ts";
import type { Usage } from "./own-usage.ts";
import type { Processes } from "./processes.ts";

const SCRIPT = new URL("./load-process.ts", import.meta.url);
const CONNECTIONS = 64;

const burstSchema = z.object({
  accepted: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});

type Burst = z.infer<typeof burstSchema>;

/** A server under load. */
export interface Target {
  readonly port: number;
  readonly usage: () => Promise<Usage>;
}

export interface MeasuredBurst extends Burst {
  /** What the server used while the burst lasted. */
  readonly used: Usage;
  readonly before: Usage;
}

const minus = (after: Usage, before: Usage): Usage => ({
  cpuMs: after.cpuMs - before.cpuMs,
  mainThreadMs: after.mainThreadMs - before.mainThreadMs,
  workersMs: after.workersMs - before.workersMs,
  rssMb: after.rssMb,
});

/** Vendors' systems that send webhooks, in a process of their own. */
export function startLoad(processes: Processes) {
  const child = processes.start(SCRIPT);
  return {
    /** Signs webhooks for partners that are all different, before the clock runs. */
    async prepare(credentials: Credentials, name: string, count: number): Promise<void> {
      const { baseUrl, vendorId, webhookSecret: secret } = credentials;
      const order = { name, count, host: new URL(baseUrl).host, vendorId, secret };
      await child.ask("prepare", order, z.null());
    },
    /** Sends what was prepared. Rejects unless each is answered 202. */
    async burst({ port, usage }: Target): Promise<MeasuredBurst> {
      const before = await usage();
      const burst = await child.ask("burst", { port, connections: CONNECTIONS }, burstSchema);
      return { ...burst, before, used: minus(await usage(), before) };
    },
    end: () => child.end(),
  };
}

export type Load = ReturnType<typeof startLoad>;
