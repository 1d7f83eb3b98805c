import type { IncomingMessage } from "node:http";
import type { Context } from "hono";

const isIncoming = (value: unknown): value is IncomingMessage =>
  typeof value === "object" && value !== null && "socket" in value;

function socketAddress(c: Context): string {
  const env: unknown = c.env;
  const incoming = typeof env === "object" && env !== null && "incoming" in env ? env.incoming : null;
  return (isIncoming(incoming) ? incoming.socket.remoteAddress : undefined) ?? "unknown";
}

/** The client's address. A forwarding header is believed only from the trusted proxy, and only its last entry. */
export const clientIp =
  (trustedProxy: string | null) =>
  (c: Context): string => {
    const address = socketAddress(c);
    if (trustedProxy === null || address.replace(/^::ffff:/, "") !== trustedProxy) return address;
    return c.req.header("X-Forwarded-For")?.split(",").at(-1)?.trim() || address;
  };
