import { expect, test } from "vitest";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import { watchedStore } from "../../adapters/watched-store.ts";
import { makeCommit, makeEffect, makeOnboarding, T0, testHmac } from "../make.ts";

test("a watcher is told of an effect that was given up, once", async () => {
  const store = openSqliteStore({ file: ":memory:", hmac: testHmac });
  let failures = 0;
  const { onboardings, effects } = watchedStore(store, {
    committed: () => {},
    failed: () => void failures++,
  });
  const onboarding = makeOnboarding();
  await onboardings.save(makeCommit(onboarding, { effects: [makeEffect(onboarding)] }));
  await effects.settle(onboarding.id, "1.0.0", { state: "done", outcome: "sent" }, T0);
  expect(failures).toBe(0);
  expect(await effects.giveUp(onboarding.id, "1.0.0", "bounced", T0)).toBe(true);
  expect(await effects.giveUp(onboarding.id, "1.0.0", "bounced", T0)).toBe(false);
  expect(failures).toBe(1);
  store.close();
});
