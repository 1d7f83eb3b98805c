import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { httpOutbound, type HttpOutboundOptions } from "../../adapters/http-outbound.ts";
import { T0 } from "../make.ts";

async function endpoint(listener: RequestListener) {
  const sockets = new Set<Socket>();
  const server = createServer(listener);
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port }: { port: number } = Object(server.address());
  return { url: `http://127.0.0.1:${port}/hook?a=b`, port, sockets };
}

const outbound = (options: Partial<HttpOutboundOptions> = {}) =>
  httpOutbound({ clock: () => T0, allowLoopback: true, ...options });
/** As it runs in production: nothing but public addresses. */
const strict = (options: Partial<HttpOutboundOptions> = {}) => outbound({ allowLoopback: false, ...options });

const neverAsked = () => Promise.reject(new Error("The resolver must not be asked."));

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

describe("an outbound webhook", () => {
  test("arrives with its headers and body, and its answer's status is told", async () => {
    const seen: unknown[] = [];
    const { url, port } = await endpoint((request, response) => {
      void bodyOf(request).then((body) => {
        const { host, "webhook-id": id, "content-type": type, authorization } = request.headers;
        seen.push({ method: request.method, path: request.url, host, id, type, authorization, body });
        response.writeHead(204).end();
      });
    });
    const headers = { "webhook-id": "e1", "content-type": "application/json" };
    expect(await outbound().post(url, headers, '{"name":"Zoë 🚀"}')).toEqual({
      status: 204,
      retryAfterSeconds: null,
    });
    expect(seen).toEqual([
      {
        method: "POST",
        path: "/hook?a=b",
        host: `127.0.0.1:${port}`,
        id: "e1",
        type: "application/json",
        authorization: undefined,
        body: '{"name":"Zoë 🚀"}',
      },
    ]);
  });

  test.each([200, 301, 307, 308, 404, 410, 500])(
    "answered with %i is told so, and not sent elsewhere",
    async (status) => {
      let requests = 0;
      const { url } = await endpoint((_, response) => {
        requests += 1;
        response.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end();
      });
      expect(await outbound().post(url, {}, "{}")).toMatchObject({ status });
      expect(requests).toBe(1);
    },
  );

  test.each([
    ["120", 120],
    [new Date(T0 + 90_000).toUTCString(), 90],
    [new Date(T0 - 90_000).toUTCString(), 0],
    ["soon", null],
    ["-5", null],
  ])("told to come back after %j waits %j seconds", async (retryAfter, seconds) => {
    const { url } = await endpoint((_, response) =>
      response.writeHead(429, { "retry-after": retryAfter }).end(),
    );
    expect(await outbound().post(url, {}, "{}")).toEqual({ status: 429, retryAfterSeconds: seconds });
  });

  test("whose answer never ends is cut off", async () => {
    const { promise: cut, resolve: wasCut } = Promise.withResolvers<void>();
    const { url } = await endpoint((_, response) => {
      const pour = (): void => {
        while (response.write("x".repeat(65_536)));
      };
      response.on("drain", pour).on("close", wasCut);
      pour();
    });
    expect(await outbound().post(url, {}, "{}")).toMatchObject({ status: 200 });
    await cut;
  });

  test("that gets no answer fails in its time", async () => {
    const { url } = await endpoint(() => {});
    await expect(outbound({ timeLimitMs: 100 }).post(url, {}, "{}")).rejects.toThrow(
      "did not answer in time",
    );
  });

  test("whose name does not resolve in time fails", async () => {
    const slow = outbound({ timeLimitMs: 100, resolve: () => new Promise(() => {}) });
    await expect(slow.post("http://slow.example/", {}, "{}")).rejects.toThrow("did not resolve in time");
  });

  test("to a port where nobody listens fails", async () => {
    await expect(outbound().post("http://127.0.0.1:1/", {}, "{}")).rejects.toThrow("No answer");
  });

  test("whose connection is lost fails", async () => {
    const { url } = await endpoint((request) => request.socket.destroy());
    await expect(outbound().post(url, {}, "{}")).rejects.toThrow("No answer");
  });
});

describe("where a webhook may go", () => {
  test.each([
    ["http://example.com/", "must be https"],
    ["ftp://example.com/", "must be https"],
    ["file:///etc/passwd", "must be https"],
    ["not a url", "not a URL"],
    ["https://user:secret@example.com/", "must not hold credentials"],
    ["https://user@example.com/", "must not hold credentials"],
    ["https://example.com:22/", "Port 22 is not allowed"],
    ["https://127.0.0.1/", "not a public one"],
    ["https://2130706433/", "not a public one"],
    ["https://0x7f.1/", "not a public one"],
    ["https://017700000001/", "not a public one"],
    ["https://127.1./", "not a public one"],
    ["https://[::1]/", "not a public one"],
    ["https://[::ffff:169.254.169.254]/", "not a public one"],
    ["https://[64:ff9b::10.0.0.1]/", "not a public one"],
    ["https://169.254.169.254/latest/meta-data", "not a public one"],
    ["https://①②⑦.⓪.⓪.①/", "not a public one"],
    ["https://１２７.０.０.１/", "not a public one"],
  ])("not %s", async (url, reason) => {
    await expect(strict({ resolve: neverAsked }).post(url, {}, "{}")).rejects.toThrow(reason);
  });

  test.each([
    ["this machine", ["127.0.0.1"]],
    ["this machine by IPv6", ["::1"]],
    ["a private network", ["10.1.2.3"]],
    ["the metadata service", ["169.254.169.254"]],
    ["a public address and, hidden after it, a private one", ["93.184.215.14", "192.168.1.1"]],
    ["a public address and, hidden after it, this machine", ["2606:4700::1", "::ffff:127.0.0.1"]],
    ["no address at all", []],
  ])("not to a name that resolves to %s", async (_, addresses) => {
    const { port, sockets } = await endpoint((_request, response) => response.end());
    const resolve = async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const sent = strict({ resolve }).post(`https://tenant.example:${port}/`, {}, "{}");
    await expect(sent).rejects.toThrow(/not a public one|has no address/);
    expect(sockets.size).toBe(0);
  });

  test("not by a name of this machine", async () => {
    await expect(strict().post("https://localhost/", {}, "{}")).rejects.toThrow("not a public one");
  });

  test("to the address that was judged, though the name resolves to another the next time", async () => {
    const { port } = await endpoint((request, response) => {
      response.writeHead(request.headers.host === `rebind.example:${port}` ? 200 : 500).end();
    });
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
    };
    const answer = await outbound({ resolve }).post(`http://rebind.example:${port}/`, {}, "{}");
    expect(answer).toMatchObject({ status: 200 });
    expect(asked).toBe(1);
  });

  test("not to a private network, even where this machine is allowed", async () => {
    await expect(outbound().post("http://10.0.0.1/", {}, "{}")).rejects.toThrow("not a public one");
  });
});
