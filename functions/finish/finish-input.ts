import * as z from "zod/mini";
import { parseOnboardingId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";

const schema = z.object({ onboardingId: z.string() });

/** Parses the workflow's payload; throws when the definition and this code disagree. */
export function parseFinishInput(payload: unknown): OnboardingId {
  const { onboardingId } = schema.parse(payload);
  const id = parseOnboardingId(onboardingId);
  if (!id) throw new Error(`"${onboardingId}" is not an onboarding id`);
  return id;
}
