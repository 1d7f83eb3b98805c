import { join } from "node:path";
import { z } from "zod";
import { expectPage } from "../../cli/partner-robot.ts";
import { signIn } from "../../cli/drive-onboarding.ts";
import { timeLists } from "../scale/list-times.ts";
import type { Bench, Benchmark } from "./benchmark.ts";
import { startProduct } from "./server-at-work.ts";

const FILL = new URL("./fill-process.ts", import.meta.url);

const COUNT = 100_000;

/** The product killed with so many onboardings open, started again, and its lists read page by page. */
export function openOnboardings({ processes, folder, progress }: Bench): Benchmark {
  const dataDir = join(folder, "open");
  return {
    name: "open",
    async prepare() {
      progress(`filling a data folder with ${COUNT} open onboardings, which takes minutes`);
      const first = await startProduct(processes, dataDir);
      await first.end("SIGTERM");
      const child = processes.start(FILL);
      await child.ask("fill", { folder: dataDir, count: COUNT }, z.null());
      await child.end();
    },
    async measure() {
      const startedAt = performance.now();
      const product = await startProduct(processes, dataDir);
      const { baseUrl, consoleUrl } = product.credentials;
      const desk = await signIn(baseUrl, consoleUrl);
      expectPage(await desk.get("/console"));
      const restart = (performance.now() - startedAt) / 1000;
      const { all } = await timeLists(desk, COUNT);
      const { rssMb } = await product.usage();
      await product.end();
      return { openRestart: restart, openListMs: all.p95, openRss: rssMb };
    },
  };
}
