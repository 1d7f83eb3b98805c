import { join } from "node:path";
import { z } from "zod";
import type { Bench, Benchmark } from "./benchmark.ts";
import type { Started } from "./processes.ts";
import { startProduct } from "./server-at-work.ts";
import type { ServerAtWork } from "./server-at-work.ts";

const SCRIPT = new URL("./robots-process.ts", import.meta.url);
const drivenSchema = z.object({ seconds: z.number(), requests: z.number() });

/**
 * Partners and a vendor made of code take the sample program over HTTP, page by page and form by form, two people each:
 * `npm start` on one side, all of them in one process on the other.
 */
export function wholeOnboardings({ processes, folder, quick, progress }: Bench): Benchmark {
  const count = quick ? 6 : 20;
  let at: { readonly product: ServerAtWork; readonly robots: Started } | undefined;

  return {
    name: "onboardings",
    async prepare() {
      progress("onboardings: starting the server and warming it up");
      const dataDir = join(folder, "onboardings");
      const product = await startProduct(processes, dataDir);
      const robots = processes.start(SCRIPT);
      await robots.ask("open", { dataDir }, z.null());
      await robots.ask("drive", { name: "warm", count: 4 }, drivenSchema);
      at = { product, robots };
    },
    async measure(round) {
      if (!at) throw new Error("not prepared");
      const { product, robots } = at;
      const before = await product.usage();
      const order = { name: `round-${round}`, count };
      const { seconds, requests } = await robots.ask("drive", order, drivenSchema);
      const after = await product.usage();
      return {
        onboardingsPerSecond: count / seconds,
        onboardingCpuMs: (after.cpuMs - before.cpuMs) / count,
        onboardingRequests: requests / count,
      };
    },
  };
}
