import { contactId, linkIdFrom, parseOnboardingId } from "./ids.ts";
import type { ContactId, LinkId, OnboardingId } from "./ids.ts";
import type { Stage } from "./program.ts";
import { STAGES } from "./program.ts";

/** Whose link it is. It routes to the page and authorizes nothing; the secret is derived, never stored. */
export interface Link {
  readonly onboarding: OnboardingId;
  readonly contact: ContactId;
  readonly stage: Stage;
}

export const linkId = ({ onboarding, contact, stage }: Link): LinkId =>
  linkIdFrom(`${onboarding}.${contact}.${stage}`);

export function parseLinkId(text: string): Link | null {
  const [, owner = "", contact = "", step] = /^([^.]+\.[^.]+)\.(c\d{1,4})\.([a-z_]+)$/.exec(text) ?? [];
  const onboarding = parseOnboardingId(owner);
  const stage = STAGES.find((name) => name === step);
  return onboarding && stage ? { onboarding, contact: contactId(contact), stage } : null;
}

/** What the link's secret is the HMAC of, under the link key. */
export const linkText = (id: LinkId, revision: number): string => `${id}\n${revision}`;
