import type { ContactId, Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { openStage } from "./onboarding.ts";

/** These people just got mail about the open stage: their reminders count from now, so that mails do not pile up. */
export function mailed(onboarding: Onboarding, contacts: readonly ContactId[], now: Instant): Onboarding {
  const stage = openStage(onboarding);
  const state = stage && onboarding.stages[stage];
  if (stage === null || state?.state !== "open") return onboarding;
  const fresh = contacts.map((id) => [id, { count: state.reminded[id]?.count ?? 0, lastAt: now }] as const);
  const reminded = { ...state.reminded, ...Object.fromEntries(fresh) };
  return { ...onboarding, stages: { ...onboarding.stages, [stage]: { ...state, reminded } } };
}
