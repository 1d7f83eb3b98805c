import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { ACTIONS } from "../../views/console/action-names.ts";
import type { ActionName } from "../../views/console/action-names.ts";
import { FLASH_WORDS } from "../../views/console/flash-words.ts";
import { cookieName } from "../signed-cookie.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";

type Done = ActionName | "retry";

const attributes = ({ baseUrl }: OpsConsoleDeps) =>
  ({ path: "/", httpOnly: true, sameSite: "Strict", secure: baseUrl.startsWith("https:") }) as const;

const nameOf = ({ baseUrl }: OpsConsoleDeps): string => cookieName(baseUrl, "console-done");

/** Remembers what was done until the next page has said it. */
export const setFlash = (c: ConsoleContext, deps: OpsConsoleDeps, done: Done): void =>
  setCookie(c, nameOf(deps), done, { ...attributes(deps), maxAge: 60 });

/** What was just done, in words, once. */
export function takeFlash(c: ConsoleContext, deps: OpsConsoleDeps): string | null {
  const said = getCookie(c, nameOf(deps));
  if (said === undefined) return null;
  deleteCookie(c, nameOf(deps), attributes(deps));
  const done = ([...ACTIONS, "retry"] as const).find((name) => name === said);
  return done ? FLASH_WORDS[done] : null;
}
