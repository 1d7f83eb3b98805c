import type { Handler } from "hono";
import { openStage } from "../../domain/onboarding.ts";
import { assignees } from "../../domain/participants.ts";
import { resentPage } from "../../views/partner/link-pages.ts";
import { localeOf } from "../locale-of.ts";
import { limiter } from "./limiter.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";
import { knownLink } from "./scene.ts";
import type { KnownLink } from "./scene.ts";

const HOUR = 3_600_000;
const LOOK_BACK = 50;

async function wasResent({ onboardings, clock }: PartnerSiteDeps, known: KnownLink): Promise<boolean> {
  const { stored, contact } = known;
  const since = clock() - HOUR;
  const recent = await onboardings.commits(
    stored.onboarding.id,
    Math.max(0, stored.rev - LOOK_BACK),
    LOOK_BACK,
  );
  return recent
    .flatMap(({ events }) => events)
    .some(({ event, at }) => event.type === "link.resent" && event.contact === contact.id && at > since);
}

function hasSomethingToDo({ stored: { onboarding }, contact }: KnownLink): boolean {
  const stage = openStage(onboarding);
  return stage !== null && assignees(onboarding, stage).includes(contact.id);
}

/**
 * Sends the link of the open step to the address known for this contact, at most once an hour. Whoever asks gets the
 * same answer, so that nobody learns which links there are.
 */
export function resendLink(deps: PartnerSiteDeps): Handler {
  const asked = limiter({ max: 1, windowMs: HOUR });
  return async (c) => {
    const id = c.req.param("linkId") ?? "";
    const known = await knownLink(deps, id);
    if (known && hasSomethingToDo(known) && !(await wasResent(deps, known)) && asked.take(id, deps.clock())) {
      const { contact, stored } = known;
      await deps.change(
        stored.onboarding.id,
        { kind: "resend_link", contact: contact.id, note: "" },
        { kind: "contact", contact: contact.id },
      );
    }
    return c.html(resentPage({ linkId: encodeURIComponent(id), locale: localeOf(c) }));
  };
}
