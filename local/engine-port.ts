import { once } from "node:events";
import type { Engine } from "./engine/engine.ts";
import { engineWire } from "./engine/wire.ts";
import { HOST, portFault } from "./http-server.ts";

export interface EnginePort {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Step Functions' protocol for this engine on a port of this machine alone, for the AWS CLI and SDKs. It checks no
 * signature: whoever has an account on the machine can stop and answer executions. Throws `PortFault`.
 */
export async function openEnginePort(engine: Engine, wanted: number): Promise<EnginePort> {
  const server = engineWire(engine);
  server.listen(wanted, HOST);
  await once(server, "listening").catch((fault: NodeJS.ErrnoException) => {
    throw portFault(fault, { port: wanted, setting: "ENGINE_PORT" });
  });
  const { port }: { port: number } = Object(server.address());
  return {
    port,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
