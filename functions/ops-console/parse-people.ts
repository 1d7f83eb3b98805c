import type { NewContact } from "../../domain/commands.ts";
import { LOCALES } from "../../domain/content.ts";
import { contactId, MANAGER } from "../../domain/ids.ts";
import type { ContactId } from "../../domain/ids.ts";
import type { Person } from "../../domain/records.ts";
import type { FormReader } from "./typed-form.ts";

const EMAIL = /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@<>",;:\\()[\].]{2,}$/;

/** A contact's id, or the partner manager's; anything else becomes an id that nobody has. */
export const contactIn = (text: string): ContactId =>
  text === MANAGER || /^c\d{1,4}$/.test(text) ? contactId(text) : contactId("c0");

/** One line: what a name or a telephone number is. */
const line = (text: string): string => text.replaceAll(/\s+/g, " ");

export function personIn(form: FormReader): Person {
  const name = line(form.text("name", "Please give a name."));
  if (name.length > 200) form.wrong("name", "At most 200 characters, please.");
  const email = form.text("email", "Please give a mail address.");
  if (email && (!EMAIL.test(email) || email.length > 254)) {
    form.wrong("email", "This is no mail address; one looks like anna@example.com.");
  }
  const phone = line(form.optional("phone"));
  if (phone.length > 50) form.wrong("phone", "At most 50 characters, please.");
  return { name, email, ...(phone ? { phone } : {}) };
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

export function newContactIn(form: FormReader): NewContact {
  const person = personIn(form);
  const locale = form.oneOf("locale", LOCALES, "Please choose a language.");
  const timeZone = form.optional("timeZone");
  if (timeZone && !isTimeZone(timeZone))
    form.wrong("timeZone", "No time zone is called that; one is called Europe/Berlin.");
  return { person, locale, ...(timeZone ? { timeZone } : {}) };
}
