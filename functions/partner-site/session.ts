import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { LinkId } from "../../domain/ids.ts";
import { instant } from "../../domain/ids.ts";
import type { Instant } from "../../domain/ids.ts";
import { cookieName, openCookie, sealCookie } from "../signed-cookie.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";
import type { KnownLink } from "./scene.ts";

const MINUTE = 60_000;
const MINUTES = 30;
/** After an exam's time, to hand it in and see the result. */
const AFTER_EXAM = 5 * MINUTE;

const pathOf = (id: string): string => `/p/${id}`;
const nameFor = (baseUrl: string, id: string): string => cookieName(baseUrl, "partner", pathOf(id));
// Its first word keeps it apart from the values of other cookies under the same key.
const valueOf = ({ id, revision }: KnownLink): string => `partner\n${id}\n${revision}`;

/** Long enough for an exam that runs: it is one page, and nobody need send anything before its end. */
function endOf({ link, stored }: KnownLink, now: Instant): Instant {
  const running = stored.onboarding.exams.flatMap((exam) =>
    link.stage === "certification" && exam.state === "in_attempt" && exam.contact === link.contact
      ? [exam.endsAt + AFTER_EXAM]
      : [],
  );
  return instant(Math.max(now + MINUTES * MINUTE, ...running));
}

/**
 * Sets, or renews, the cookie that only this link's pages get back. It names the link's revision: a reissued or
 * handed-over link ends its sessions.
 */
export function keepSession(c: Context, deps: PartnerSiteDeps, known: KnownLink): void {
  const { baseUrl, hmac, clock } = deps;
  const now = clock();
  const expiresAt = endOf(known, now);
  setCookie(c, nameFor(baseUrl, known.id), sealCookie(hmac, valueOf(known), expiresAt), {
    path: pathOf(known.id),
    httpOnly: true,
    sameSite: "Strict",
    secure: baseUrl.startsWith("https:"),
    maxAge: Math.floor((expiresAt - now) / 1000),
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
