import * as z from "zod/mini";
import { parseOnboardingId } from "../../domain/ids.ts";
import { STAGES } from "../../domain/program.ts";
import type { StageEntered } from "./open-stage.ts";

const schema = z.object({
  onboardingId: z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      const id = parseOnboardingId(text);
      if (id) return id;
      context.issues.push({ code: "custom", message: "not an onboarding id", input: text });
      return z.NEVER;
    }),
  ),
  n: z.int().check(z.gte(1)),
  stage: z.enum(STAGES),
  enteredAt: z.iso.datetime(),
  retryCount: z.int().check(z.gte(0)),
  token: z.string().check(z.minLength(1), z.maxLength(2048)),
});

/** Parses the workflow's payload; throws when the definition and this code disagree. */
export const parseStageEntered = (payload: unknown): StageEntered => schema.parse(payload);
