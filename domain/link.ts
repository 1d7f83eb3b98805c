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
  const match = /^([^.]+\.[^.]+)\.(c\d{1,4})\.([a-z_]+)$/.exec(text);
  const onboarding = parseOnboardingId(match?.[1] ?? "");
  const stage = STAGES.find((name) => name === match?.[3]);
  return onboarding && stage ? { onboarding, contact: contactId(match?.[2] ?? ""), stage } : null;
}

/** What the link's secret is the HMAC of, under the link key. */
export const linkText = (id: LinkId, revision: number): string => `${id}\n${revision}`;
