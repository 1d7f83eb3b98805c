/** What a process started by `openProcesses` answers, by the name of the question. */
export type Answers = Readonly<Record<string, (order: unknown) => unknown>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly order: unknown;
}

async function answer(answers: Answers, { id, name, order }: Question): Promise<void> {
  try {
    const find = answers[name];
    if (!find) throw new Error(`nobody here answers "${name}"`);
    const value: unknown = await find(order);
    process.send?.({ id, value: value ?? null });
  } catch (fault) {
    process.send?.({ id, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) });
  }
}

/** Answers the parent's questions, and ends when the parent is gone, however it went. */
export function answerQuestions(answers: Answers): void {
  process.on("message", (question: Question) => void answer(answers, question));
  process.on("disconnect", () => process.exit());
}
