import type { Task } from "./scheduler.ts";

interface Line {
  readonly at: number;
  readonly task: Task;
  readonly operation: string;
  readonly fate: string;
}

const SHOWN = 60;

const text = ({ at, task, operation, fate }: Line, step: number): string =>
  `${step} ${new Date(at).toISOString()} #${task.id} ${task.name}: ${operation}${fate === "done" ? "" : ` (${fate})`}`;

/** All calls, to be read after a failure, and a hash of them, to compare two runs. */
export function trace() {
  const lines: Line[] = [];
  let hash = 0x811c9dc5;

  function mix(value: number): void {
    hash = Math.imul(hash ^ value, 0x01000193) >>> 0;
  }

  return {
    add(line: Line): void {
      mix(line.at % 2 ** 31);
      mix(line.task.id);
      mix(line.operation.length * 256 + line.fate.length);
      lines.push(line);
    },
    /** What a commit wrote is part of it. */
    mixText(part: string): void {
      for (let at = 0; at < part.length; at++) mix(part.charCodeAt(at));
    },
    hash: (): number => hash,
    /** The last calls of the tasks whose name is part of the message, or of all when there are none. */
    last(message: string): string[] {
      const all = lines.map((line, index) => ({ line, step: index + 1 }));
      const about = all.filter(
        ({ line }) => line.task.subject !== null && message.includes(line.task.subject),
      );
      return (about.length > 0 ? about : all).slice(-SHOWN).map(({ line, step }) => text(line, step));
    },
  };
}
