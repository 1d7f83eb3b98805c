import { describe, expect, onTestFinished, test, vi } from "vitest";
import { listen } from "../../local/http-server.ts";

describe("closing", () => {
  test("waits for the answer that is under way, then takes no more", async () => {
    const server = await listen(0);
    const url = `http://127.0.0.1:${server.port}/`;
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Response>();
    const fetched = () => {
      asked.resolve();
      return answer.promise;
    };
    server.answerWith({ fetch: fetched });
    const response = fetch(url);
    await asked.promise;
    const closed = server.close();
    answer.resolve(new Response("done"));
    expect(await (await response).text()).toBe("done");
    await closed;
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  test("does not wait for an answer that never comes", async () => {
    const server = await listen(0);
    const asked = Promise.withResolvers<void>();
    const fetched = () => {
      asked.resolve();
      return new Promise<Response>(() => {});
    };
    server.answerWith({ fetch: fetched });
    const stuck = fetch(`http://127.0.0.1:${server.port}/`);
    await asked.promise;
    const closed = server.close();
    await expect(stuck).rejects.toThrow("fetch failed");
    await closed;
  });
});

const many = (port: number, path: string) =>
  Promise.all(
    Array.from({ length: 250 }, async () => (await fetch(`http://127.0.0.1:${port}${path}`)).text()),
  );

async function listening() {
  const server = await listen(0);
  server.answerWith({
    fetch: () => new Response("a page"),
    door: ({ url }, response) => {
      if (url !== "/door") return false;
      response.end("taken");
      return true;
    },
  });
  return server;
}

describe("a server", () => {
  test("is busy while its door takes hundreds a second, and for the second after", async () => {
    // The clock stands still, however slow the machine is.
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await listening();
    await many(server.port, "/door");
    expect(server.isBusy()).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(server.isBusy()).toBe(false);
    await server.close();
  });

  test("is not busy for those who look at pages, however many they are", async () => {
    const server = await listening();
    await many(server.port, "/page");
    expect(server.isBusy()).toBe(false);
    await server.close();
  });
});
