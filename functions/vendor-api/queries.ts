import * as z from "zod/mini";
import { STATUSES } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import type { FieldError } from "../problem.ts";

const NO_LIMIT = "Give a number from 1 to 100.";
const PAGE_LIMIT = z._default(
  z.coerce.number({ error: NO_LIMIT }).check(z.int(NO_LIMIT), z.gte(1, NO_LIMIT), z.lte(100, NO_LIMIT)),
  25,
);

export const ListQuery = z.object({
  status: z.optional(z.enum(STATUSES, { error: `Use one of: ${STATUSES.join(", ")}.` })),
  stage: z.optional(z.enum(STAGES, { error: `Use one of: ${STAGES.join(", ")}.` })),
  search: z.optional(z.string().check(z.trim(), z.maxLength(200, "Use at most 200 characters."))),
  cursor: z.optional(z.string().check(z.maxLength(1000, "This is no cursor of ours."))),
  limit: PAGE_LIMIT,
});

const EVENT_ID = /^[1-9]\d{0,8}\.\d{1,4}$/;

export const EventsQuery = z.object({
  cursor: z.optional(z.string().check(z.regex(EVENT_ID, "Give the id of the last event you have."))),
  limit: PAGE_LIMIT,
});

/** Each parameter at fault, as a pointer into the query read as an object. */
export const queryErrors = (error: z.core.$ZodError): FieldError[] =>
  error.issues.map(({ path, message }) => ({ pointer: `/${path.join("/")}`, detail: message }));
