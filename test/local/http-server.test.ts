import { describe, expect, test } from "vitest";
import { listen } from "../../local/http-server.ts";

describe("closing", () => {
  test("waits for the answer that is under way, then takes no more", async () => {
    const server = await listen(0);
    const url = `http://127.0.0.1:${server.port}/`;
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Response>();
    server.answerWith(() => {
      asked.resolve();
      return answer.promise;
    });
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
    server.answerWith(() => {
      asked.resolve();
      return new Promise<Response>(() => {});
    });
    const stuck = fetch(`http://127.0.0.1:${server.port}/`);
    await asked.promise;
    const closed = server.close();
    await expect(stuck).rejects.toThrow("fetch failed");
    await closed;
  });
});
