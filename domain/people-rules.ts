import type { CommandOf, Context, NewContact, Refusal } from "./commands.ts";
import type { DomainEvent, EventOf } from "./events.ts";
import { handOver as evolveHandOver, rolesHandedOver } from "./hand-over.ts";
import { contactId, MANAGER } from "./ids.ts";
import type { ContactId, Instant } from "./ids.ts";
import type { Contact, Onboarding } from "./onboarding.ts";
import { contactOf, linkRevision, openStage } from "./onboarding.ts";
import { assignees, hasWork } from "./participants.ts";
import type { Role, Stage } from "./program.ts";
import type { RecordWrite } from "./records.ts";
import { refuse } from "./result.ts";
import { closedFor, noted, nothing, notForOps } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";
import { isOver } from "./training.ts";

type PeopleCommand =
  | "hand_over"
  | "add_contact"
  | "resend_link"
  | "reissue_link"
  | "correct_address"
  | "record_bounce";

const nextContactId = (o: Onboarding): ContactId =>
  contactId(`c${Math.max(...o.contacts.map(({ id }) => Number(id.slice(1)))) + 1}`);

const unique = (roles: readonly Role[]): readonly Role[] => [...new Set(roles)];

interface Receiver {
  readonly contact: Contact;
  readonly records: readonly RecordWrite[];
}

const fresh = (o: Onboarding, to: NewContact, roles: readonly Role[]): Receiver => {
  const id = nextContactId(o);
  // The first contact's, unless it is said.
  const timeZone = to.timeZone ?? o.contacts.reduceRight((_, contact) => contact.timeZone, "UTC");
  return {
    contact: { id, locale: to.locale, timeZone, roles, bouncedAt: null },
    records: [{ kind: "person", key: id, value: to.person }],
  };
};

function receiver(o: Onboarding, to: NewContact | ContactId, roles: readonly Role[]): Receiver | null {
  if (typeof to !== "string") return fresh(o, to, roles);
  const known = contactOf(o, to);
  return known ? { contact: { ...known, roles: unique([...known.roles, ...roles]) }, records: [] } : null;
}

/** What was begun and must first come to its end. */
function notNow(o: Onboarding, contact: ContactId, stage: Stage): Refusal | null {
  if (stage === "contract" && o.agreement.state === "signed") {
    return { kind: "already_decided", review: "signed" };
  }
  const running = o.exams.find((item) => item.contact === contact && item.state === "in_attempt");
  return stage === "certification" && running?.state === "in_attempt"
    ? { kind: "attempt_running", attempt: running.attempt }
    : null;
}

/** Why this work cannot go to somebody else. */
function notHandedOver(
  o: Onboarding,
  command: CommandOf<"hand_over">,
  { stage, actor }: { stage: Stage; actor: Context["actor"] },
): Refusal | null {
  const { contact, to, note } = command;
  if (actor.kind === "operator" && !note.trim()) return { kind: "reason_missing" };
  if (!contactOf(o, contact)) return { kind: "unknown_contact" };
  if (to === contact) return { kind: "same_person" };
  return hasWork(o, contact, stage) ? notNow(o, contact, stage) : { kind: "not_yours" };
}

/** Whose link of this stage was ended and who has no work in it any more has handed that over. */
const hasHandedOver = (o: Onboarding, contact: ContactId, stage: Stage): boolean =>
  linkRevision(o, contact, stage) > 1 && !hasWork(o, contact, stage);

/** Work that goes to somebody who has done the same already leaves nothing to do. */
function handedOver(o: Onboarding, event: EventOf<"contact.handed_over">): readonly DomainEvent[] {
  const { stage } = event;
  const after = evolveHandOver(o, event);
  const done = stage === "training" && after.enrollments.every((item) => isOver(item));
  return done ? [event, { type: "stage.completed", stage }] : [event];
}

/** The stage people can act on, or why there is none. */
function actable(o: Onboarding): { readonly stage: Stage } | { readonly refusal: Refusal } {
  const stage = openStage(o) ?? "contract";
  const refusal = closedFor(o, stage);
  return refusal ? { refusal } : { stage };
}

const handOver: Rule<"hand_over"> = (o, command, context) => {
  const open = actable(o);
  if ("refusal" in open) return refuse(open.refusal);
  const { stage } = open;
  const { contact: from } = command;
  if (hasHandedOver(o, from, stage)) return nothing;
  const refusal = notHandedOver(o, command, { stage, actor: context.actor });
  if (refusal) return refuse(refusal);
  const to = receiver(o, command.to, rolesHandedOver(o, from, stage));
  if (!to) return refuse({ kind: "unknown_contact" });
  const event = { type: "contact.handed_over", stage, from, to: to.contact } as const;
  return noted(command.note, handedOver(o, event), to.records);
};

/** A place in the tracks of the person's roles, where that stage is open. */
function places(o: Onboarding, contact: Contact, { program }: Context): readonly DomainEvent[] {
  const tracks = program.tracks.filter((track) => contact.roles.includes(track.role));
  switch (openStage(o)) {
    case "training":
      return tracks.map(({ id }) => ({ type: "training.enrolled", contact: contact.id, track: id }));
    case "certification":
      return tracks.map(({ id, exam }) => ({
        type: "certification.admitted",
        contact: contact.id,
        track: id,
        allowed: exam.attempts,
      }));
    case "contract":
    case "first_deal":
    case null:
      return [];
  }
}

const addContact: Rule<"add_contact"> = (o, { to, roles, note }, context) => {
  const refusal = notForOps(o, note);
  if (refusal) return refuse(refusal);
  const { contact, records } = fresh(o, to, unique(roles));
  return noted(note, [{ type: "contact.added", contact }, ...places(o, contact, context)], records);
};

/** Why nobody can get a link: they have no part in this stage. */
function notLinked(o: Onboarding, contact: ContactId, stage: Stage): Refusal | null {
  if (!contactOf(o, contact)) return { kind: "unknown_contact" };
  return assignees(o, stage).includes(contact) ? null : { kind: "not_yours" };
}

const resendLink: Rule<"resend_link"> = (o, { contact, note }) => {
  const open = actable(o);
  if ("refusal" in open) return refuse(open.refusal);
  const refusal = notLinked(o, contact, open.stage);
  if (refusal) return refuse(refusal);
  return noted(note, [{ type: "link.resent", contact, stage: open.stage }]);
};

const reissueLink: Rule<"reissue_link"> = (o, { contact, note }) => {
  const open = actable(o);
  if ("refusal" in open) return refuse(open.refusal);
  const refusal = notLinked(o, contact, open.stage);
  if (refusal) return refuse(refusal);
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  const revision = linkRevision(o, contact, open.stage) + 1;
  return noted(note, [{ type: "link.reissued", contact, stage: open.stage, revision }]);
};

/** It names this person, and nobody has signed it yet. */
const isUnsignedBy = (o: Onboarding, contact: ContactId): boolean =>
  openStage(o) === "contract" && o.agreement.state !== "signed" && o.agreement.signatory === contact;

const correctAddress: Rule<"correct_address"> = (o, command, { now }) => {
  const { contact, person, renamed, moved, note } = command;
  const refusal = notForOps(o, note);
  if (refusal) return refuse(refusal);
  if (contact !== MANAGER && !contactOf(o, contact)) return refuse({ kind: "unknown_contact" });
  const redraft = renamed && isUnsignedBy(o, contact);
  return noted(
    note,
    [{ type: "contact.address_corrected", contact, moved, ...(moved ? { movedAt: now } : {}), redraft }],
    [{ kind: "person", key: contact, value: person }],
  );
};

/** A mail from before the address was corrected says nothing about the new one. */
const wentElsewhere = ({ movedAt }: Contact, sentAt: Instant | undefined): boolean =>
  movedAt !== undefined && sentAt !== undefined && sentAt < movedAt;

/** `email` is the row of the mail that came back. */
const recordBounce: Rule<"record_bounce"> = (o, { contact, email, sentAt }) => {
  const known = contactOf(o, contact);
  if (!known && contact !== MANAGER) return refuse({ kind: "unknown_contact" });
  if (known && (known.bouncedAt !== null || wentElsewhere(known, sentAt))) return nothing;
  return noted("", [{ type: "email.bounced", contact, email }]);
};

export const peopleRules: Rules<PeopleCommand> = {
  hand_over: handOver,
  add_contact: addContact,
  resend_link: resendLink,
  reissue_link: reissueLink,
  correct_address: correctAddress,
  record_bounce: recordBounce,
};
