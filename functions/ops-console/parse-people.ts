import type { NewContact } from "../../domain/commands.ts";
import { LOCALES } from "../../domain/content.ts";
import { contactId, MANAGER } from "../../domain/ids.ts";
import type { ContactId } from "../../domain/ids.ts";
import type { Person } from "../../domain/records.ts";
import { isPlainLine } from "../plain-line.ts";
import { timeZoneNamed } from "../time-zone.ts";
import type { FormReader } from "./typed-form.ts";

const EMAIL = /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@<>",;:\\()[\].]{2,}$/;

/** A contact's id, or the partner manager's; anything else becomes an id that nobody has. */
export const contactIn = (text: string): ContactId =>
  text === MANAGER || /^c\d{1,4}$/.test(text) ? contactId(text) : contactId("c0");

function checkLine(
  form: FormReader,
  field: "name" | "phone",
  { text, most }: { text: string; most: number },
) {
  if (text.length > most) form.wrong(field, `At most ${most} characters, please.`);
  if (!isPlainLine(text)) form.wrong(field, "One line without control characters, please.");
}

export function personIn(form: FormReader): Person {
  const name = form.text("name", "Please give a name.");
  checkLine(form, "name", { text: name, most: 200 });
  const email = form.text("email", "Please give a mail address.");
  if (email && (!EMAIL.test(email) || email.length > 254)) {
    form.wrong("email", "This is no mail address; one looks like anna@example.com.");
  }
  const phone = form.optional("phone");
  checkLine(form, "phone", { text: phone, most: 50 });
  return { name, email, ...(phone ? { phone } : {}) };
}

export function newContactIn(form: FormReader): NewContact {
  const person = personIn(form);
  const locale = form.oneOf("locale", LOCALES, "Please choose a language.");
  const typed = form.optional("timeZone");
  const timeZone = timeZoneNamed(typed);
  if (typed && !timeZone) form.wrong("timeZone", "No time zone is called that; one is called Europe/Berlin.");
  return { person, locale, ...(timeZone ? { timeZone } : {}) };
}
