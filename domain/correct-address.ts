import type { EventOf } from "./events.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { linkRevision, openStage } from "./onboarding.ts";
import { assignees } from "./participants.ts";

type Corrected = EventOf<"contact.address_corrected">;

/** Whoever got mail at the old address must not get in with it. */
function links(onboarding: Onboarding, { contact, moved }: Corrected): Onboarding["links"] {
  const stage = openStage(onboarding);
  if (!moved || stage === null || !assignees(onboarding, stage).includes(contact)) return onboarding.links;
  return { ...onboarding.links, [`${contact}.${stage}`]: linkRevision(onboarding, contact, stage) + 1 };
}

/** Mail goes to the right address from now on, and an unsigned agreement that shows a wrong name is drawn up anew. */
export function correctAddress(onboarding: Onboarding, event: Corrected, now: Instant): Onboarding {
  const { contact, movedAt, redraft } = event;
  const corrected = { bouncedAt: null, ...(movedAt === undefined ? {} : { movedAt }) };
  return {
    ...onboarding,
    contacts: onboarding.contacts.map((item) => (item.id === contact ? { ...item, ...corrected } : item)),
    links: links(onboarding, event),
    agreement: redraft ? { state: "draft", signatory: contact, redraftedAt: now } : onboarding.agreement,
  };
}
