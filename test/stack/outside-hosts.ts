import { once } from "node:events";
import { createConnection } from "node:net";
import { createServer } from "node:tls";

/** Below this name lies what is neither ours nor of AWS: an identity provider, a vendor's endpoint. */
export const OUTSIDE = "outside.example";

/** A host of the outside world, behind TLS as the functions see it. */
export interface OutsideHost {
  readonly tlsPort: number;
  /** The loopback port, without TLS, where it really is; `null`: nowhere yet. */
  target: number | null;
  readonly close: () => Promise<void>;
}

/** Ends TLS for a host and passes the bytes on to its target. */
export async function outsideHost(identity: {
  readonly certificate: string;
  readonly key: string;
}): Promise<OutsideHost> {
  const server = createServer({ cert: identity.certificate, key: identity.key }, (socket) => {
    if (host.target === null) return void socket.destroy();
    const inner = createConnection(host.target, "127.0.0.1");
    const end = (): void => {
      socket.destroy();
      inner.destroy();
    };
    socket.on("error", end).on("close", end);
    inner.on("error", end).on("close", end);
    socket.pipe(inner).pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port }: { port: number } = Object(server.address());
  const host: OutsideHost = {
    tlsPort: port,
    target: null,
    close: async () => void server.close(),
  };
  return host;
}
