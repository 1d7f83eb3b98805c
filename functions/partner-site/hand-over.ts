import * as z from "zod/mini";
import type { NewContact } from "../../domain/commands.ts";
import { LOCALES } from "../../domain/content.ts";
import { fieldMessage } from "../../views/partner/field-messages.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import type { FieldErrors } from "../../views/partner/form-parts.ts";
import { handedOverPage, handOverPage } from "../../views/partner/hand-over-page.ts";
import { isReadOnly, say } from "../../views/partner/visit.ts";
import { isPlainLine } from "../plain-line.ts";
import { changeAs, goTo, refused } from "./answers.ts";
import { formOf } from "./form.ts";
import type { Form } from "./form.ts";
import type { Scene } from "./scene.ts";

const Person = z.object({
  name: z.string().check(z.minLength(2), z.maxLength(200), z.refine(isPlainLine)),
  email: z.email().check(z.maxLength(254)),
  locale: z.enum(LOCALES),
  note: z.string().check(z.maxLength(1000)),
});

export const askHandOver = (scene: Scene): Response | Promise<Response> =>
  isReadOnly(scene.visit) ? goTo(scene) : scene.c.html(handOverPage(scene.visit, EMPTY));

const MESSAGE = { name: "person_name", email: "email", locale: "language", note: "too_long" } as const;

type Read =
  | { readonly ok: true; readonly to: NewContact; readonly note: string }
  | { readonly ok: false; readonly errors: FieldErrors };

function read({ visit }: Scene, form: Form): Read {
  const names = ["name", "email", "locale", "note"] as const;
  const sent = Object.fromEntries(names.map((name) => [name, form.text(name)]));
  const parsed = Person.safeParse(sent);
  if (!parsed.success) {
    const wrong = names.filter((name) => parsed.error.issues.some(({ path }) => path[0] === name));
    return {
      ok: false,
      errors: Object.fromEntries(wrong.map((name) => [name, say(visit, fieldMessage(MESSAGE[name]))])),
    };
  }
  const { name, email, locale, note } = parsed.data;
  if (email.toLowerCase() === visit.person.email.toLowerCase()) {
    return { ok: false, errors: { email: say(visit, fieldMessage("same_person")) } };
  }
  return { ok: true, to: { person: { name, email }, locale, timeZone: visit.contact.timeZone }, note };
}

/** "Not me": the step goes to somebody else, and this visitor's link ends. */
export async function handOver(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  // The rules hand over the work of whichever stage is open: a link may do so for its own stage only.
  if (isReadOnly(visit)) return refused(scene, { kind: "stage_not_open", stage: visit.stage, open: null });
  const form = await formOf(c);
  const sent = read(scene, form);
  if (!sent.ok) {
    const typed = form.typed("name", "email", "locale", "note");
    return c.html(handOverPage(visit, { typed, errors: sent.errors }), 422);
  }
  const { to, note } = sent;
  const handed = await changeAs(scene, { kind: "hand_over", contact: visit.contact.id, to, note });
  return handed.ok ? c.html(handedOverPage(visit)) : refused(scene, handed.error);
}
