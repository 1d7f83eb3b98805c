import { expect, test } from "vitest";
import { fillFolder } from "../../../bench/scale/fill-folder.ts";
import { openFactory } from "../../../bench/scale/open-factory.ts";
import { serve } from "../../../bench/scale/serving.ts";
import { verifyLogs } from "../../../cli/verify-logs.ts";
import { instant } from "../../../domain/ids.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("a filled folder is what a server would have left: whole logs, waiting executions, nothing due", async () => {
  const folder = temporaryFolder();
  await (await serve(folder)).stop();
  await fillFolder(folder, 110, () => {});
  expect(await verifyLogs(folder, [], () => {})).toEqual({ checked: 110, broken: 0 });

  const factory = await openFactory(folder);
  const { onboardings, effects, tasks } = factory.store;
  const { stage, status, attention } = await onboardings.counts("all");
  expect(stage).toEqual({ contract: 60, training: 25, certification: 15, first_deal: 10 });
  expect(status.on_hold).toBeGreaterThan(0);
  expect(attention.mail_bounced).toBeGreaterThan(0);
  expect(attention.deal_review).toBeGreaterThan(0);
  expect(await effects.due(instant(Date.now()), 10)).toEqual([]);
  const { items } = await onboardings.list({ vendors: "all", order: "newest", limit: 200 });
  for (const one of items) {
    expect(await tasks.get(one.id)).toMatchObject({ n: 1, stage: one.stage });
    expect(await factory.workflow.isRunning(one.id, 1)).toBe(true);
  }
  await factory.close();
}, 60_000);
