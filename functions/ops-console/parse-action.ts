import type { CommandOf } from "../../domain/commands.ts";
import { DEAL_FIELDS } from "../../domain/deal.ts";
import { instant } from "../../domain/ids.ts";
import type { Instant } from "../../domain/ids.ts";
import { WAIVER_REASONS } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import type { Person } from "../../domain/records.ts";
import { ok, refuse } from "../../domain/result.ts";
import type { Result } from "../../domain/result.ts";
import type { ActionName } from "../../views/console/action-names.ts";
import { contactIn, newContactIn, personIn } from "./parse-people.ts";
import { formReader } from "./typed-form.ts";
import type { FieldErrors, FormReader, Typed } from "./typed-form.ts";

type People = Readonly<Record<string, Person>>;
type Parsers = { readonly [A in ActionName]: (form: FormReader, people: People) => CommandOf<A> };

const REASON = "Please give a reason. It goes into the log.";
const note = (form: FormReader): string => form.text("note", REASON);
const whom = (form: FormReader) => contactIn(form.optional("for"));

/** `c1/sales`: a person and a track. */
function place(form: FormReader) {
  const [contact = "", track = ""] = form.optional("for").split("/");
  return { contact: contactIn(contact), track };
}

const waiver = (form: FormReader) =>
  form.oneOf("reason", WAIVER_REASONS, "Please say what kind of waiver it is.");

/** The last minute of a day in UTC. */
function endOfDay(form: FormReader): Instant {
  const day = form.text("deadline", "Please choose a day.");
  const at = Date.parse(`${day}T23:59:00Z`);
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && day.length === 10;
  if (!isDay) form.wrong("deadline", "This is no day; one looks like 2026-11-30.");
  if (isDay && day > "2099") form.wrong("deadline", "This day is too far away.");
  return instant(isDay ? at : 0);
}

function handOver(form: FormReader): CommandOf<"hand_over"> {
  const to = form.text("to", "Please choose who takes over.");
  return {
    kind: "hand_over",
    contact: whom(form),
    to: to === "new" ? newContactIn(form) : contactIn(to),
    note: note(form),
  };
}

function reviewDeal(form: FormReader): CommandOf<"review_deal"> {
  const decision = form.oneOf(
    "decision",
    ["approve", "reject", "action_required"],
    "Please choose a decision.",
  );
  const fields = form.someOf("fields", DEAL_FIELDS);
  if (decision === "action_required" && fields.length === 0 && !form.errors["decision"])
    form.wrong("fields", "Choose at least one field that the partner shall correct.");
  return {
    kind: "review_deal",
    decision,
    fields: decision === "action_required" ? fields : [],
    note: note(form),
  };
}

function addContact(form: FormReader): CommandOf<"add_contact"> {
  const roles = form.someOf("roles", ["sales", "technical"]);
  if (roles.length === 0) form.wrong("roles", "Choose at least one role.");
  return { kind: "add_contact", to: newContactIn(form), roles, note: note(form) };
}

function correctAddress(form: FormReader, people: People): CommandOf<"correct_address"> {
  const contact = whom(form);
  const person = personIn(form);
  const before = people[contact];
  return {
    kind: "correct_address",
    contact,
    person,
    renamed: before?.name !== person.name,
    moved: before?.email !== person.email,
    note: note(form),
  };
}

const PARSERS: Parsers = {
  extend_deadline: (form) => ({ kind: "extend_deadline", deadline: endOfDay(form), note: note(form) }),
  put_on_hold: (form) => ({ kind: "put_on_hold", note: note(form) }),
  resume: (form) => ({ kind: "resume", note: note(form) }),
  resend_link: (form) => ({ kind: "resend_link", contact: whom(form), note: note(form) }),
  reissue_link: (form) => ({ kind: "reissue_link", contact: whom(form), note: note(form) }),
  correct_address: correctAddress,
  hand_over: handOver,
  add_contact: addContact,
  countersign: (form) => ({ kind: "countersign", note: note(form) }),
  waive_training: (form) => ({
    kind: "waive_training",
    ...place(form),
    reason: waiver(form),
    note: note(form),
  }),
  waive_certification: (form) => ({
    kind: "waive_certification",
    ...place(form),
    reason: waiver(form),
    note: note(form),
  }),
  grant_attempt: (form) => ({ kind: "grant_attempt", ...place(form), note: note(form) }),
  revoke_certification: (form) => ({
    kind: "revoke_certification",
    certificate: form.optional("for"),
    note: note(form),
  }),
  view_deal: () => ({ kind: "view_deal" }),
  review_deal: reviewDeal,
  decide_extension: (form) => ({
    kind: "decide_extension",
    grant: form.oneOf("grant", ["yes", "no"], "Please choose an answer.") === "yes",
    note: note(form),
  }),
  waive_stage: (form) => ({
    kind: "waive_stage",
    stage: form.oneOf("for", STAGES, "Please choose a stage."),
    reason: waiver(form),
    note: note(form),
  }),
  close: (form) => ({
    kind: "close",
    as: form.oneOf("as", ["withdrawn", "declined", "expired"], "Please say how it ends."),
    note: note(form),
  }),
};

/** The command a form stands for, or what is wrong with each field. `people`: as they are known so far. */
export function parseAction(
  action: ActionName,
  typed: Typed,
  people: People,
): Result<CommandOf<ActionName>, FieldErrors> {
  const form = formReader(typed);
  const command = PARSERS[action](form, people);
  return Object.keys(form.errors).length === 0 ? ok(command) : refuse(form.errors);
}
