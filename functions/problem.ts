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

export const PROBLEM_HEADERS = { "Content-Type": "application/problem+json", "Cache-Control": "no-store" };

export const problemText = ({ type, title, status, ...rest }: Problem): string =>
  JSON.stringify({ type, title, status, ...rest });

export const problem = (c: Context, one: Problem): Response =>
  c.body(problemText(one), one.status, PROBLEM_HEADERS);

export const problemType = (baseUrl: string, code: ProblemCode): string => `${baseUrl}/docs/errors#${code}`;

export type ProblemDetail = Pick<Problem, "detail" | "errors">;

export type AnswerProblem = (c: Context, code: ProblemCode, more?: ProblemDetail) => Response;

/** A problem of the catalog, with its status and title. */
export function problemOf(baseUrl: string, code: ProblemCode, more: ProblemDetail = {}): Problem {
  const { status, title } = PROBLEMS[code];
  return { status, type: problemType(baseUrl, code), title, ...more };
}

export const problems =
  (baseUrl: string): AnswerProblem =>
  (c, code, more) =>
    problem(c, problemOf(baseUrl, code, more));
