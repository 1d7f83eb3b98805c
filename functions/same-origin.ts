import type { Context, MiddlewareHandler } from "hono";
import { notFromHerePage } from "../views/not-from-here-page.ts";
import { localeOf } from "./locale-of.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

function comesFromHere(c: Context, origin: string): boolean {
  const site = c.req.header("Sec-Fetch-Site");
  return site === undefined ? c.req.header("Origin") === origin : site === "same-origin";
}

/** Lets nothing act that was not sent by one of our own pages. */
export const sameOrigin = ({ baseUrl }: { readonly baseUrl: string }): MiddlewareHandler => {
  const { origin } = new URL(baseUrl);
  return async (c, next) => {
    if (SAFE.has(c.req.method) || comesFromHere(c, origin)) return next();
    return c.html(notFromHerePage(localeOf(c)), 403);
  };
};
