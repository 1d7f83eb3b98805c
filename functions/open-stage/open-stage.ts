import { instant } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Tasks } from "../../domain/ports.ts";
import type { Stage } from "../../domain/program.ts";
import type { Change } from "../change.ts";

/** What the workflow says as it enters a stage. */
export interface StageEntered {
  readonly onboardingId: OnboardingId;
  readonly n: number;
  readonly stage: Stage;
  /** ISO 8601. */
  readonly enteredAt: string;
  readonly retryCount: number;
  readonly token: string;
}

interface Deps {
  readonly tasks: Tasks;
  readonly change: Change;
  readonly resume: (id: OnboardingId) => Promise<string>;
}

/**
 * Stores the task, then opens the stage. A stage that was satisfied, waived or closed before resumes at once.
 * Throws when the stage cannot open yet, so that the workflow tries again.
 */
export const openStage =
  ({ tasks, change, resume }: Deps) =>
  async ({ onboardingId: id, enteredAt, stage, n, retryCount, token }: StageEntered): Promise<void> => {
    const stored = await tasks.put(id, {
      n,
      stage,
      enteredAt: instant(Date.parse(enteredAt)),
      retryCount,
      token,
    });
    if (!stored) return;
    const opened = await change(id, { kind: "open_stage", stage }, { kind: "system", name: "workflow" });
    if (!opened.ok) throw new Error(`${id}: ${stage} cannot open: ${JSON.stringify(opened.error)}`);
    await resume(id);
  };
