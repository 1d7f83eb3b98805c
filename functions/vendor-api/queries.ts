import * as z from "zod";
import { STATUSES } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import type { FieldError } from "../problem.ts";

const PAGE_LIMIT = z.coerce
  .number({ error: "Give a number from 1 to 100." })
  .int("Give a number from 1 to 100.")
  .min(1, "Give a number from 1 to 100.")
  .max(100, "Give a number from 1 to 100.")
  .default(25);

export const ListQuery = z.object({
  status: z.enum(STATUSES, { error: `Use one of: ${STATUSES.join(", ")}.` }).optional(),
  stage: z.enum(STAGES, { error: `Use one of: ${STAGES.join(", ")}.` }).optional(),
  search: z.string().trim().max(200, "Use at most 200 characters.").optional(),
  cursor: z.string().max(1000, "This is no cursor of ours.").optional(),
  limit: PAGE_LIMIT,
});

const EVENT_ID = /^[1-9]\d{0,8}\.\d{1,4}$/;

export const EventsQuery = z.object({
  cursor: z.string().regex(EVENT_ID, "Give the id of the last event you have.").optional(),
  limit: PAGE_LIMIT,
});

/** Each parameter at fault, as a pointer into the query read as an object. */
export const queryErrors = (error: z.ZodError): FieldError[] =>
  error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, detail: message }));
