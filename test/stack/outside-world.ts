import dns from "node:dns/promises";
import net from "node:net";
import { syncBuiltinESMExports } from "node:module";

/** A public address that is nobody's business here: what a name of the outside world resolves to. */
const PUBLIC_ADDRESS = "93.184.215.14";

/** Names of the outside world and the loopback port where each is stood in: `name=port,name=port`. */
const outside = (): ReadonlyMap<string, number> =>
  new Map(
    (process.argv[3] ?? "")
      .split(",")
      .filter((pair) => pair !== "")
      .map((pair): [string, number] => {
        const [name = "", port = ""] = pair.split("=");
        return [name, Number(port)];
      }),
  );

/**
 * Lets a function reach hosts that tests stand in for under their public names: a name resolves to a public address,
 * which is judged as any other, and the connection to it ends at the stand-in.
 */
export function letOutside(): void {
  const hosts = outside();
  if (hosts.size === 0) return;
  const resolve = dns.lookup;
  const lookup = (name: string, options: object): unknown =>
    hosts.has(name) ? Promise.resolve([{ address: PUBLIC_ADDRESS, family: 4 }]) : resolve(name, options);
  Object.assign(dns, { lookup });
  syncBuiltinESMExports();

  const connect: unknown = Reflect.get(net.Socket.prototype, "connect");
  net.Socket.prototype.connect = function redirected(this: net.Socket, ...given: unknown[]): net.Socket {
    const first = Array.isArray(given[0]) ? given[0][0] : given[0];
    const port = hosts.get(String(Object(first).host));
    if (port !== undefined) Object.assign(Object(first), { host: "127.0.0.1", port, lookup: undefined });
    return Reflect.apply(Object(connect), this, given);
  };
}
