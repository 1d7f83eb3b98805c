import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod/mini";
import { instant, parseVendorId } from "../domain/ids.ts";
import type { VendorId } from "../domain/ids.ts";
import type { Operator } from "../domain/operator.ts";
import { OPERATOR_ROLES } from "../domain/operator.ts";
import type { Clock, Hmac } from "../domain/world.ts";
import { cookieName, openCookie, sealCookie } from "./signed-cookie.ts";

export interface SessionDeps {
  readonly hmac: Hmac;
  readonly clock: Clock;
  readonly baseUrl: string;
}

const HOURS = 8;
/** Cookies of other pages are sealed with the same key: each says whose it is. */
const OURS = "console:";

const nameOf = ({ baseUrl }: SessionDeps): string => cookieName(baseUrl, "console");

const vendorId = z.pipe(
  z.string(),
  z.transform((text: string, context): VendorId => {
    const id = parseVendorId(text);
    if (id) return id;
    context.issues.push({ code: "custom", message: "no vendor id", input: text });
    return z.NEVER;
  }),
);

const operatorSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(OPERATOR_ROLES),
  vendors: z.union([z.literal("all"), z.array(vendorId)]),
});

/** Who is signed in to the console; `null` when nobody is. Also for other pages that are for ops only. */
export function readOperator(c: Context, deps: SessionDeps): Operator | null {
  const value = openCookie(deps.hmac, getCookie(c, nameOf(deps)) ?? "", deps.clock());
  if (!value?.startsWith(OURS)) return null;
  const parsed = operatorSchema.safeParse(JSON.parse(value.slice(OURS.length)));
  return parsed.success ? parsed.data : null;
}

const attributes = ({ baseUrl }: SessionDeps) =>
  ({ path: "/", httpOnly: true, sameSite: "Strict", secure: baseUrl.startsWith("https:") }) as const;

export function startSession(c: Context, deps: SessionDeps, operator: Operator): void {
  const expiresAt = instant(deps.clock() + HOURS * 3_600_000);
  const { id, name, role, vendors } = operator;
  const value = sealCookie(deps.hmac, OURS + JSON.stringify({ id, name, role, vendors }), expiresAt);
  setCookie(c, nameOf(deps), value, { ...attributes(deps), maxAge: HOURS * 3600 });
}

export const endSession = (c: Context, deps: SessionDeps): void => {
  deleteCookie(c, nameOf(deps), attributes(deps));
};
