import type { EventOf } from "./events.ts";
import type { ContactId } from "./ids.ts";
import type { Contact, Onboarding } from "./onboarding.ts";
import { linkRevision } from "./onboarding.ts";
import type { Role, Stage } from "./program.ts";

/**
 * The roles that go with the work of a stage. Who did the work without having its role hands it over with the role;
 * places in tracks go over by themselves.
 */
export function rolesHandedOver(onboarding: Onboarding, from: ContactId, stage: Stage): readonly Role[] {
  if (stage === "contract") return ["signatory"];
  if (stage === "first_deal") return ["sales"];
  return onboarding.contacts
    .filter((contact) => contact.id === from)
    .flatMap((contact) => contact.roles.filter((role) => role === "sales" || role === "technical"));
}

/** What `from` had not finished in a track is begun anew by `to`, unless `to` has a place there. */
function moved<T extends { readonly contact: ContactId; readonly track: string; readonly state: string }>(
  items: readonly T[],
  { from, to }: { from: ContactId; to: ContactId },
  fresh: (item: T) => T,
): readonly T[] {
  const over = (item: T) => item.state === "completed" || item.state === "passed" || item.state === "waived";
  const has = (track: string) => items.some((item) => item.contact === to && item.track === track);
  return items.flatMap((item) => {
    if (item.contact !== from || over(item)) return [item];
    return has(item.track) ? [] : [fresh(item)];
  });
}

function contacts(onboarding: Onboarding, event: EventOf<"contact.handed_over">): readonly Contact[] {
  const lost = rolesHandedOver(onboarding, event.from, event.stage);
  const others = onboarding.contacts
    .filter((contact) => contact.id !== event.to.id)
    .map((contact) =>
      contact.id === event.from
        ? { ...contact, roles: contact.roles.filter((role) => !lost.includes(role)) }
        : contact,
    );
  return [...others, event.to];
}

/** One person's work in the open stage goes to another; the first one's link ends. */
export function handOver(onboarding: Onboarding, event: EventOf<"contact.handed_over">): Onboarding {
  const { stage, from, to } = event;
  const base: Onboarding = {
    ...onboarding,
    contacts: contacts(onboarding, event),
    links: { ...onboarding.links, [`${from}.${stage}`]: linkRevision(onboarding, from, stage) + 1 },
  };
  switch (stage) {
    case "contract":
      return { ...base, agreement: { state: "draft", signatory: to.id } };
    case "training":
      return {
        ...base,
        enrollments: moved(onboarding.enrollments, { from, to: to.id }, (item) => ({
          state: "enrolled",
          contact: to.id,
          track: item.track,
        })),
      };
    case "certification":
      return {
        ...base,
        exams: moved(onboarding.exams, { from, to: to.id }, (item) => ({
          state: "ready",
          contact: to.id,
          track: item.track,
          attempts: 0,
          allowed: item.allowed,
        })),
      };
    case "first_deal":
      return {
        ...base,
        deals: onboarding.deals.map((deal) => (deal.contact === from ? { ...deal, contact: to.id } : deal)),
      };
  }
}
