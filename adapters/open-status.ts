const OPEN: readonly string[] = ["in_progress", "action_required", "on_hold"];

/** Whether an onboarding of this status can still go on. */
export const isOpenStatus = (status: string): boolean => OPEN.includes(status);
