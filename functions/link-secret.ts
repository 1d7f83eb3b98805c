import type { ContactId, LinkId } from "../domain/ids.ts";
import { linkId, linkText } from "../domain/link.ts";
import { linkRevision } from "../domain/onboarding.ts";
import type { Onboarding } from "../domain/onboarding.ts";
import type { Stage } from "../domain/program.ts";
import type { Hmac } from "../domain/world.ts";
import { sameText } from "./same-text.ts";

/** Derived anew each time and never stored: a mail, its resend and a reminder carry the same one. */
export const linkSecret = (hmac: Hmac, link: LinkId, revision: number): string =>
  hmac("link", linkText(link, revision));

export interface StepLink {
  readonly baseUrl: string;
  readonly hmac: Hmac;
  readonly onboarding: Onboarding;
  readonly contact: ContactId;
  readonly stage: Stage;
}

/** The link in a step's mail: `<baseUrl>/p/<link id>#<secret>`. The fragment never reaches a server by itself. */
export function stepLink({ baseUrl, hmac, onboarding, contact, stage }: StepLink): string {
  const id = linkId({ onboarding: onboarding.id, contact, stage });
  return `${baseUrl}/p/${id}#${linkSecret(hmac, id, linkRevision(onboarding, contact, stage))}`;
}

/** Whether this is the secret of the link's present revision. */
export const verifyLinkSecret = (
  hmac: Hmac,
  link: { readonly id: LinkId; readonly revision: number },
  secret: string,
): boolean => sameText(secret, linkSecret(hmac, link.id, link.revision));
