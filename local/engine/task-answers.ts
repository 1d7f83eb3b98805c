import type { KeyObject } from "node:crypto";
import { advance } from "./advance.ts";
import type { Happening } from "./drive.ts";
import { EngineError } from "./engine-error.ts";
import { tasksOf, type Failure } from "./execution.ts";
import type { Executor } from "./executor.ts";
import { isTextTooLarge, parseJson } from "./json.ts";
import { readTaskToken } from "./task-token.ts";

/** Throw InvalidToken for a token never given out, TaskTimedOut for one that is used up, TaskDoesNotExist after retention. */
export type TaskAnswers = {
  /** `output` is JSON text; InvalidOutput when it is not. */
  sendTaskSuccess(answer: { taskToken: string; output: string }): Promise<void>;
  sendTaskFailure(answer: { taskToken: string } & Failure): Promise<void>;
  sendTaskHeartbeat(answer: { taskToken: string }): Promise<void>;
};

type Parts = { key: KeyObject; executing: Executor };

export function taskAnswers(parts: Parts): TaskAnswers {
  return {
    async sendTaskSuccess({ taskToken, output: text }) {
      const output = isTextTooLarge(text) ? undefined : parseJson(text);
      if (output === undefined)
        throw new EngineError("InvalidOutput", "Invalid Output: not JSON up to 262144 bytes");
      await answer(parts, taskToken, { kind: "answered", answer: { ok: true, output } });
    },
    sendTaskFailure: ({ taskToken, ...failure }) =>
      answer(parts, taskToken, { kind: "answered", answer: { ok: false, failure } }),
    sendTaskHeartbeat: ({ taskToken }) => answer(parts, taskToken, { kind: "heartbeat" }),
  };
}

type Unaddressed<T> = T extends { scheduled: number } ? Omit<T, "scheduled"> : never;

async function answer(
  { key, executing }: Parts,
  token: string,
  happening: Unaddressed<Happening>,
): Promise<void> {
  const attempt = readTaskToken(key, token);
  if (!attempt) throw new EngineError("InvalidToken", "Invalid Token: 'Invalid token'");
  const { execution, scheduled } = attempt;
  let isWaiting = false;
  await executing.change(execution, async (turn) => {
    if (!turn) throw new EngineError("TaskDoesNotExist", "Task does not exist");
    await advance(turn, { kind: "time" });
    isWaiting = tasksOf(turn.execution).some((task) => task.scheduled === scheduled);
    if (isWaiting) await advance(turn, { ...happening, scheduled });
  });
  // Only now, so that a time-out found on the way is saved.
  if (!isWaiting)
    throw new EngineError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
}
