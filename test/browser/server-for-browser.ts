import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";

/** The product on a fresh folder and a free port, as `npm start` runs it. A fault fails the test. */
export async function serverForBrowser(): Promise<{ server: RunningServer; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "partner-onboarding-"));
  const faults: string[] = [];
  const server = await startServer({
    config: readConfig({ PORT: "0", DATA_DIR: folder }),
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
  });
  return {
    server,
    async stop() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(faults.join("\n"));
    },
  };
}
