import type { Context, Handler } from "hono";
import type { LinkTrouble } from "../../views/partner/link-pages.ts";
import { linkTroublePage, openLinkPage } from "../../views/partner/link-pages.ts";
import { openStage } from "../../domain/onboarding.ts";
import type { Stage } from "../../domain/program.ts";
import { goTo, refused } from "./answers.ts";
import { localeOf } from "../locale-of.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";
import { knownLink, sceneOf } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { keepSession, sessionRevision } from "./session.ts";
import { linkIdFrom, parseVendorId } from "../../domain/ids.ts";

export type Verb = (scene: Scene) => Response | Promise<Response>;

/** The link's id as it stands in the path, made harmless: what is no link id is still answered like one. */
const linkIdOf = (c: Context): string => (c.req.param("linkId") ?? "").slice(0, 120);

async function accentOf({ vendors }: PartnerSiteDeps, id: string): Promise<string | null> {
  const named = parseVendorId(id.split(".")[0] ?? "");
  return (named && (await vendors.get(named)))?.brand.accent ?? null;
}

async function noSession(c: Context, deps: PartnerSiteDeps, id: string): Promise<Response> {
  const link = { linkId: encodeURIComponent(id), locale: localeOf(c) };
  return isRead(c)
    ? c.html(openLinkPage(link, await accentOf(deps, id)))
    : c.html(linkTroublePage(link, "session_over"), 403);
}

/** The same page for every link that opens nothing, whatever the cause. */
export function trouble(
  c: Context,
  kind: LinkTrouble,
  status: 403 | 410 | 429,
): Response | Promise<Response> {
  const link = { linkId: encodeURIComponent(linkIdOf(c)), locale: localeOf(c) };
  return c.html(linkTroublePage(link, kind), status);
}

const isRead = (c: Context): boolean => c.req.method === "GET" || c.req.method === "HEAD";

/** A link acts on its own stage only, also where its holder has work in another. */
function elsewhere(scene: Scene): Response | Promise<Response> {
  const { stage, onboarding } = scene.visit;
  return isRead(scene.c)
    ? goTo(scene)
    : refused(scene, { kind: "stage_not_open", stage, open: openStage(onboarding) });
}

/** Lets a verb run for visitors with a session; others get the shell (GET) or are asked to open their link. */
export const withVisit =
  (deps: PartnerSiteDeps, verb: Verb, stage: Stage | "any"): Handler =>
  async (c) => {
    const id = linkIdOf(c);
    const opened = sessionRevision(c, deps, linkIdFrom(id));
    if (opened === null) return noSession(c, deps, id);
    const known = await knownLink(deps, id);
    if (!known || known.revision !== opened) return trouble(c, "wrong", 410);
    keepSession(c, deps, known);
    const scene = await sceneOf(c, deps, known);
    return stage === "any" || stage === known.link.stage ? verb(scene) : elsewhere(scene);
  };
