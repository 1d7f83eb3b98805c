import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TaskRow } from "../../domain/ports.ts";
import { after, makeOnboarding, T0 } from "../make.ts";
import { type OpenStores, saveNext, type Stores } from "./stores.ts";

const { id } = makeOnboarding();
const task: TaskRow = { n: 1, stage: "training", enteredAt: T0, retryCount: 1, token: "token-a" };

/** What every `Tasks` must do. */
export function tasksContract(open: OpenStores): void {
  describe("the stage that waits", () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
      await saveNext(stores, makeOnboarding());
    });
    afterEach(() => stores.close());

    const put = (changes: Partial<TaskRow> = {}) => stores.tasks.put(id, { ...task, ...changes });

    test("is kept", async () => {
      expect(await stores.tasks.get(id)).toBeNull();
      expect(await put()).toBe(true);
      await stores.reopen();
      expect(await stores.tasks.get(id)).toEqual(task);
    });

    test.each<Partial<TaskRow>>([
      { n: 2, enteredAt: after(-1), retryCount: 0 },
      { enteredAt: after(1), retryCount: 0 },
      { retryCount: 2 },
      { stage: "certification", enteredAt: after(-1), retryCount: 0 },
    ])("gives way to a later attempt %o", async (changes) => {
      await put();
      expect(await put({ ...changes, token: "token-b" })).toBe(true);
      expect((await stores.tasks.get(id))?.token).toBe("token-b");
    });

    test.each<Partial<TaskRow>>([
      { n: 0, enteredAt: after(1), retryCount: 2 },
      { enteredAt: after(-1), retryCount: 2 },
      { retryCount: 0 },
      { stage: "contract", enteredAt: after(1), retryCount: 2 },
      {},
    ])("does not give way to an earlier attempt, nor to another token of its own %o", async (changes) => {
      await put();
      expect(await put({ ...changes, token: "token-b" })).toBe(false);
      expect(await stores.tasks.get(id)).toEqual(task);
    });

    test("may be put twice by one who lost the answer", async () => {
      expect(await Promise.all([put(), put()])).toEqual([true, true]);
    });

    test("is dropped only by its own token", async () => {
      await put();
      await stores.tasks.drop(id, "token-b");
      expect(await stores.tasks.get(id)).toEqual(task);
      await stores.tasks.drop(id, "token-a");
      expect(await stores.tasks.get(id)).toBeNull();
    });
  });
}
