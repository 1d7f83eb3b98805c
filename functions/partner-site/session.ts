import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { LinkId } from "../../domain/ids.ts";
import { instant } from "../../domain/ids.ts";
import { cookieName, openCookie, sealCookie } from "../signed-cookie.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";

const MINUTES = 30;

/** Which link was opened, at which revision: a reissued or handed-over link ends its sessions. */
export interface Session {
  readonly id: LinkId;
  readonly revision: number;
}

const pathOf = (id: string): string => `/p/${id}`;
const nameFor = (baseUrl: string, id: string): string => cookieName(baseUrl, "partner", pathOf(id));
// Its first word keeps it apart from the values of other cookies under the same key.
const valueOf = ({ id, revision }: Session): string => `partner\n${id}\n${revision}`;

/** Sets, or renews, the cookie that only this link's pages get back. */
export function keepSession(c: Context, { baseUrl, hmac, clock }: PartnerSiteDeps, session: Session): void {
  const expiresAt = instant(clock() + MINUTES * 60_000);
  setCookie(c, nameFor(baseUrl, session.id), sealCookie(hmac, valueOf(session), expiresAt), {
    path: pathOf(session.id),
    httpOnly: true,
    sameSite: "Strict",
    secure: baseUrl.startsWith("https:"),
    maxAge: MINUTES * 60,
  });
}

/** The revision the visitor's session of this link was opened at; `null` without one. */
export function sessionRevision(
  c: Context,
  { baseUrl, hmac, clock }: PartnerSiteDeps,
  id: LinkId,
): number | null {
  const sealed = getCookie(c, nameFor(baseUrl, id));
  const value = sealed === undefined ? null : openCookie(hmac, sealed, clock());
  const [kind, link, revision = ""] = value?.split("\n") ?? [];
  return kind === "partner" && link === id && /^\d{1,6}$/.test(revision) ? Number(revision) : null;
}
