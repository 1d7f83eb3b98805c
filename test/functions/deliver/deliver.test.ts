import { describe, expect, test } from "vitest";
import type { Outbound } from "../../../domain/world.ts";
import { deliver } from "../../../functions/deliver/deliver.ts";
import type { Scene } from "../../../functions/act.ts";
import { makeProgram } from "../../make-program.ts";
import { HOUR, makeVendor, T0 } from "../../make.ts";
import { openWork } from "../open-work.ts";

const URL = "https://crm.acme.example/hook";

interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function delivering(post: Outbound["post"], attempt = 1) {
  const work = await openWork();
  const calls: Call[] = [];
  const stored = await work.store.onboardings.load(work.id);
  if (!stored) throw new Error("gone");
  const scene: Scene = {
    ...stored,
    id: work.id,
    program: makeProgram(),
    vendor: makeVendor({ outbound: { url: URL, secrets: ["whsec_new", "whsec_old"] } }),
    attempt,
    key: "1.0.1",
    lastError: null,
  };
  const act = deliver({
    ...work.store,
    outbound: {
      post: async (url, headers, body) => {
        calls.push({ url, headers, body });
        return post(url, headers, body);
      },
    },
    sign: (secrets, id, { timestamp }) => `${secrets.length} ${id} ${timestamp}`,
    clock: () => T0,
    random: () => 0.5,
  });
  const [commit] = await work.store.onboardings.commits(work.id, 0, 1);
  const event = commit?.events[0]?.id;
  if (!event) throw new Error("no event");
  const done = await act({ kind: "webhook", event }, scene);
  return { done, calls, deliveries: await work.store.deliveries.of(work.id) };
}

const answer =
  (status: number, retryAfterSeconds: number | null = null) =>
  () =>
    Promise.resolve({ status, retryAfterSeconds });

describe("an event for the vendor's own systems", () => {
  test("is sent with an id that stays, and signed with every secret in force", async () => {
    const { done, calls, deliveries } = await delivering(answer(204));
    expect(done).toEqual({ kind: "done", outcome: "HTTP 204" });
    expect(calls[0]?.url).toBe(URL);
    expect(calls[0]?.headers["webhook-id"]).toMatch(/^[\w-]{1,128}$/);
    expect(calls[0]?.headers["webhook-signature"]).toBe(
      `2 ${calls[0]?.headers["webhook-id"]} ${calls[0]?.headers["webhook-timestamp"]}`,
    );
    expect(JSON.parse(calls[0]?.body ?? "")).toMatchObject({
      type: "onboarding.started",
      timestamp: new Date(T0).toISOString(),
    });
    expect(deliveries).toMatchObject([{ attempt: 1, status: 204, error: null }]);
  });

  test.each([
    [1, 5_000],
    [2, 300_000],
    [9, 24 * HOUR],
  ])("is tried again after try %i as the schedule says", async (attempt, afterMs) => {
    const { done } = await delivering(answer(500), attempt);
    expect(done).toEqual({ kind: "again", error: "HTTP 500", afterMs });
  });

  test("waits for as long as the receiver asks", async () => {
    const { done } = await delivering(answer(503, 600));
    expect(done).toMatchObject({ kind: "again", afterMs: 600_000 });
  });

  test("is given up after ten tries, and at once when the receiver wants no more", async () => {
    expect((await delivering(answer(500), 10)).done).toMatchObject({ kind: "failed" });
    expect((await delivering(answer(410))).done).toMatchObject({ kind: "failed" });
  });

  test("keeps what went wrong when there was no answer", async () => {
    const { done, deliveries } = await delivering(() => Promise.reject(new Error("address refused")));
    expect(done).toMatchObject({ kind: "again", error: "address refused" });
    expect(deliveries).toMatchObject([{ status: null, error: "address refused" }]);
  });
});
