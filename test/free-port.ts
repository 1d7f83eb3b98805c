import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that the kernel gives out by itself (from 32768), or another connection might take it meanwhile. */
const [LOWEST, HIGHEST] = [20_000, 32_000];

/** A port of the loopback interface that nobody uses, and that stays free until its server listens, or listens again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}
