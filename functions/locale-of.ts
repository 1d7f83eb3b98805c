import type { Context } from "hono";
import { LOCALES } from "../domain/content.ts";
import type { Locale } from "../domain/content.ts";

/** The language asked for by the browser, for pages where nobody is known yet. */
export function localeOf(c: Context): Locale {
  const asked = (c.req.header("Accept-Language") ?? "").toLowerCase().slice(0, 200).split(",");
  for (const part of asked) {
    const found = LOCALES.find((locale) => part.trim().startsWith(locale));
    if (found) return found;
  }
  return "en";
}
