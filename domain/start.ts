import type { Decision } from "./commands.ts";
import { MANAGER } from "./ids.ts";
import type { ContactId } from "./ids.ts";
import type { Contact, Partner } from "./onboarding.ts";
import type { Program } from "./program.ts";
import type { Person } from "./records.ts";

/** What a vendor's webhook asks for, parsed. */
export interface StartRequest {
  readonly externalPartnerId: string;
  /** 1, or one more than the last of this partner's. */
  readonly ordinal: number;
  readonly partner: Partner;
  readonly people: readonly { readonly contact: Contact; readonly person: Person }[];
  readonly signatory: ContactId;
  readonly manager: Person;
}

/** The first commit of an onboarding. */
export function start(request: StartRequest, program: Program): Decision {
  const { externalPartnerId, ordinal, partner, people, signatory, manager } = request;
  return {
    facts: [
      {
        event: {
          type: "onboarding.started",
          externalPartnerId,
          ordinal,
          program: { id: program.id, version: program.version },
          partner,
          contacts: people.map(({ contact }) => contact),
          signatory,
        },
      },
    ],
    records: [
      ...people.map(({ contact, person }) => ({ kind: "person" as const, key: contact.id, value: person })),
      { kind: "person", key: MANAGER, value: manager },
    ],
  };
}
