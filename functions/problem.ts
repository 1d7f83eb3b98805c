import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { PROBLEMS } from "./problem-catalog.ts";
import type { ProblemCode } from "./problem-catalog.ts";

/** One field at fault: where (JSON pointer, RFC 6901) and what is wrong with it. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** RFC 9457, section 3. `type` is absolute and resolves to a page, see `problemType`. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
}

export const problem = (c: Context, { type, title, status, ...rest }: Problem): Response =>
  c.body(JSON.stringify({ type, title, status, ...rest }), status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  });

export const problemType = (baseUrl: string, code: ProblemCode): string => `${baseUrl}/docs/errors#${code}`;

export type AnswerProblem = (
  c: Context,
  code: ProblemCode,
  more?: { readonly detail?: string; readonly errors?: readonly FieldError[] },
) => Response;

/** Answers a problem of the catalog, with its status and title. */
export const problems =
  (baseUrl: string): AnswerProblem =>
  (c, code, more = {}) => {
    const { status, title } = PROBLEMS[code];
    return problem(c, { status, type: problemType(baseUrl, code), title, ...more });
  };
