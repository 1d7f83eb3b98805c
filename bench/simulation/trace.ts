import type { Task } from "./scheduler.ts";

interface Line {
  readonly at: number;
  readonly task: Task;
  readonly operation: string;
  readonly fate: string;
}

const KEPT = 60;

/** The last calls, to be read after a failure, and a hash of all of them, to compare two runs. */
export function trace() {
  const kept: (Line & { step: number })[] = [];
  let hash = 0x811c9dc5;

  function mix(value: number): void {
    hash = Math.imul(hash ^ value, 0x01000193) >>> 0;
  }

  return {
    add(step: number, line: Line): void {
      mix(line.at % 2 ** 31);
      mix(line.task.id);
      mix(line.operation.length * 256 + line.fate.length);
      kept[step % KEPT] = { step, ...line };
    },
    /** What a commit wrote is part of it. */
    mixText(text: string): void {
      for (let at = 0; at < 8; at++) mix(text.charCodeAt(at));
    },
    hash: (): number => hash,
    lines: (): string[] =>
      kept
        .toSorted((a, b) => a.step - b.step)
        .map(
          ({ step, at, task, operation, fate }) =>
            `${step} ${new Date(at).toISOString()} #${task.id} ${task.name}: ${operation}${fate === "done" ? "" : ` (${fate})`}`,
        ),
  };
}
