import { parseOnboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";

/** `<onboarding id>-<n>`: the name of an onboarding's n-th execution. */
export const executionName = (id: OnboardingId, n: number): string => `${id}-${n}`;

/** `null`: a name that is none of ours. */
export function readExecutionName(name: string): { onboarding: OnboardingId; n: number } | null {
  const match = /^(.+)-(\d+)$/.exec(name);
  const onboarding = parseOnboardingId(match?.[1] ?? "");
  return onboarding ? { onboarding, n: Number(match?.[2]) } : null;
}

/** What an execution begins with. */
export const executionInput = (id: OnboardingId, n: number): string =>
  JSON.stringify({ onboardingId: id, n });

/** The answers that mean a token needs nothing more. */
export const SETTLED_TOKEN = ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"];
