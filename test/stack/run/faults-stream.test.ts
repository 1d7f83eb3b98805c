import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, inject, test } from "vitest";
import { expectPage } from "../../../cli/partner-robot.ts";
import { MINUTE, useWorld } from "../../scenarios/harness.ts";
import { begin, SABINE, standsAt, TOM, wordsOf } from "../../scenarios/story.ts";
import {
  calm,
  calmAfterwards,
  CONTRACT,
  doStage,
  lapse,
  people,
  settle,
  TRAINING,
  wrongWith,
} from "../fault-story.ts";
import { inTable, tableClient } from "../operator-place.ts";
import { alarmsOf, mappingOf, withPoison } from "../poison.ts";
import { tellStack } from "../stack-control.ts";

const world = useWorld();
calmAfterwards();

/** Said of each try; an error that repeats shows in the function's log beside its dead letter. */
const WOKEN_IN_VAIN = /^dispatch .*"level":"ERROR","message":"wake"/;

test("records that come thrice, at the same moment and backwards, bring everything about once", async () => {
  await tellStack(inject("stack"), { do: "repeat_stream" });
  const run = await begin(world(), people);
  await settle();
  await doStage(run, "contract");
  await settle();
  await doStage(run, "training");
  await standsAt(run, { stage: "certification" });
  await settle();
  await calm();
  await lapse(world());
  const certification = [SABINE, TOM].map((who) => `${who} certification_step`);
  expect(await wrongWith(run, { mails: [CONTRACT, ...TRAINING, ...certification] })).toEqual([]);
});

test("poisoned records are given up one by one, where an alarm looks, and everybody else's work goes on", async () => {
  const healthy = await begin(world(), people);
  const victim = await begin(world(), people);
  await settle();
  const mapping = await mappingOf("dispatch");
  const before = await inTable(({ pk }) => (pk?.S ?? "").includes(victim.id));
  const nobodys = withPoison(mapping, before, { pk: { S: "V#nobody" } });
  const unreadable = withPoison(mapping, before, { garbled: true });
  const table = tableClient();
  const { table: TableName } = inject("stack").place;
  const plants = [nobodys, unreadable].map((Item) => table.send(new PutItemCommand({ TableName, Item })));
  const [beside] = await Promise.all([begin(world(), people), ...plants]);
  await doStage(healthy, "contract");
  await settle();

  const letters = await tellStack(inject("stack"), { do: "dead_letters" });
  const queue = mapping.DestinationConfig?.OnFailure.Destination ?? "none";
  expect(new Set(letters.map((letter) => letter.queue))).toEqual(new Set([queue]));
  for (const { body } of letters) expect(body).toMatch(new RegExp(`V#nobody|${victim.id}`));
  expect(letters.some(({ body }) => body.includes("V#nobody"))).toBe(true);
  expect(letters.some(({ body }) => body.includes(victim.id))).toBe(true);
  expect(await alarmsOf(queue)).toEqual(["ApproximateNumberOfMessagesVisible >= 1"]);
  expect(await wrongWith(beside, { mails: [CONTRACT], faults: [WOKEN_IN_VAIN] })).toEqual([]);
  expect(await wrongWith(healthy, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);

  const desk = await world().signIn();
  expect(wordsOf(expectPage(await desk.get("/console/effects")))).toContain(victim.id);

  for (const item of [nobodys, unreadable]) {
    const Key = Object.fromEntries(Object.entries(item).filter(([name]) => name === "pk" || name === "sk"));
    await table.send(new DeleteItemCommand({ TableName, Key }));
  }
  table.destroy();
  await world().moveTime?.(MINUTE);
  await tellStack(inject("stack"), { do: "faults" });
  await doStage(victim, "contract");
  expect(await wrongWith(victim, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);
});
