import { describe, expect, test } from "vitest";
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

describe("a server", () => {
  test("is busy while many wait for an answer, and until a moment after", async () => {
    const server = await listen(0);
    const answer = Promise.withResolvers<null>();
    server.answerWith({ fetch: () => answer.promise.then(() => new Response("done")) });
    const ask = async () => (await fetch(`http://127.0.0.1:${server.port}/`)).text();
    const waiting = [ask(), ask(), ask(), ask()];
    await expect.poll(() => server.isBusy()).toBe(true);
    answer.resolve(null);
    await Promise.all(waiting);
    expect(server.isBusy()).toBe(true);
    await expect.poll(() => server.isBusy(), { timeout: 10_000 }).toBe(false);
    await server.close();
  });
});
