import * as z from "zod";
import { parseOnboardingId } from "../../domain/ids.ts";
import { STAGES } from "../../domain/program.ts";
import type { StageEntered } from "./open-stage.ts";

const schema = z.object({
  onboardingId: z.string().transform((text, context) => {
    const id = parseOnboardingId(text);
    if (id) return id;
    context.addIssue({ code: "custom", message: "not an onboarding id" });
    return z.NEVER;
  }),
  n: z.int().min(1),
  stage: z.enum(STAGES),
  enteredAt: z.iso.datetime(),
  retryCount: z.int().min(0),
  token: z.string().min(1).max(2048),
});

/** Parses the workflow's payload; throws when the definition and this code disagree. */
export const parseStageEntered = (payload: unknown): StageEntered => schema.parse(payload);
