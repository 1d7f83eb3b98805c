import type { OnboardingId } from "../domain/ids.ts";
import type { TaskRow, Tasks } from "../domain/ports.ts";
import { STAGES } from "../domain/program.ts";
import { expressions, instantIn, type Item, itemOf, numberIn, textIn } from "./dynamo-item.ts";
import { taskKey, timeText } from "./dynamo-keys.ts";
import { expectOnboarding } from "./dynamo-state.ts";
import { putItem, readItem, removeItem, type Table } from "./dynamo-table.ts";

/** The same task put twice (same attempt, same token) is stored, not refused: a caller that lost the answer asks again. */
export function dynamoTasks(table: Table): Tasks {
  return {
    async put(id, task) {
      await expectOnboarding(table, id);
      return putTask(table, id, task);
    },
    async get(id) {
      const item = await readItem(table, taskKey(id));
      return item && taskIn(item);
    },
    async drop(id, token) {
      await removeItem(
        table,
        taskKey(id),
        expressions({ ConditionExpression: "#token = :token" }, { token }),
      );
    },
  };
}

/** Where an attempt stands among those of its onboarding. A stage that comes later counts, whatever the clock says. */
const placeOf = ({ n, stage, enteredAt, retryCount }: TaskRow): string =>
  [n, STAGES.indexOf(stage), enteredAt, retryCount].map(timeText).join("#");

function putTask(table: Table, id: OnboardingId, task: TaskRow): Promise<boolean> {
  const place = placeOf(task);
  const ConditionExpression =
    "attribute_not_exists(#pk) OR #place < :place OR (#place = :place AND #token = :token)";
  return putItem(table, {
    Item: itemOf({ ...taskKey(id), place, ...task }),
    ...expressions({ ConditionExpression }, { place, token: task.token }),
  });
}

function taskIn(item: Item): TaskRow {
  const stage = STAGES.find((name) => name === textIn(item, "stage"));
  if (!stage) throw new Error("A stored stage cannot be read.");
  return {
    n: numberIn(item, "n"),
    stage,
    enteredAt: instantIn(item, "enteredAt"),
    retryCount: numberIn(item, "retryCount"),
    token: textIn(item, "token"),
  };
}
