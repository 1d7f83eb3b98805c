import type { Handler } from "hono";
import { linkIdFrom } from "../../domain/ids.ts";
import { verifyLinkSecret } from "../link-secret.ts";
import { formOf } from "./form.ts";
import { limiter } from "./limiter.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";
import { knownLink } from "./scene.ts";
import { keepSession } from "./session.ts";
import { trouble } from "./with-visit.ts";

/** People paste the whole link, also that of a newer mail, or only what stands after `#`. */
function pasted(text: string, linkId: string): { readonly id: string; readonly secret: string } {
  const match = /\/p\/([^/#?\s]{1,120})#(\S+)$/.exec(text);
  const [, id = linkId, secret = text.slice(text.lastIndexOf("#") + 1)] = match ?? [];
  return { id, secret: secret.trim() };
}

/** Takes the link's secret and opens a session. Writes nothing in the store; tells nothing about links that are not. */
export function openSession(deps: PartnerSiteDeps): Handler {
  const wrongTries = limiter({ max: 10, windowMs: 10 * 60_000 });
  return async (c) => {
    const form = await formOf(c);
    const { id, secret } = pasted(form.text("secret"), (c.req.param("linkId") ?? "").slice(0, 120));
    const known = await knownLink(deps, id);
    // Made also for a link that is not, so that both take as long.
    const isRight = verifyLinkSecret(
      deps.hmac,
      { id: linkIdFrom(id), revision: known?.revision ?? 1 },
      secret,
    );
    if (known && isRight) {
      keepSession(c, deps, known);
      return c.redirect(`/p/${known.id}`, 303);
    }
    return wrongTries.take(id, deps.clock()) ? trouble(c, "wrong", 403) : trouble(c, "too_many", 429);
  };
}
