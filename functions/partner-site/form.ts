import type { Context } from "hono";
import type { Typed } from "../../views/partner/form-parts.ts";

/** What a page's form sent. */
export interface Form {
  /** Trimmed; empty when it was not sent. */
  text(name: string): string;
  all(name: string): readonly string[];
  /** As it was typed, to be shown again. */
  typed(...names: readonly string[]): Typed;
}

export const isForm = (c: Context): boolean =>
  (c.req.header("Content-Type") ?? "").toLowerCase().startsWith("application/x-www-form-urlencoded");

export async function formOf(c: Context): Promise<Form> {
  const sent = new URLSearchParams(await c.req.text());
  return {
    text: (name) => (sent.get(name) ?? "").replace(/\r\n?/g, "\n").trim(),
    all: (name) => sent.getAll(name),
    typed: (...names) => Object.fromEntries(names.map((name) => [name, sent.get(name) ?? ""])),
  };
}
