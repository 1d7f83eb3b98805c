import { html as tag, raw } from "hono/html";

/** Text that has been escaped: made only by `html`, or by `trusted` from text of our own. */
export type Markup = Awaited<ReturnType<typeof tag>>;
export type Child = string | number | false | null | undefined | Markup | readonly Child[];

/** `hono/html` for values that are at hand: escapes every one of them, and never gives a promise. */
export function html(strings: TemplateStringsArray, ...values: readonly Child[]): Markup {
  const made = tag(strings, ...values);
  if (made instanceof Promise) throw new Error("A view was given something that is not at hand yet.");
  return made;
}

/** Only for text written in this repository, never for anything somebody typed. */
export const trusted = (text: string): Markup => raw(text);
