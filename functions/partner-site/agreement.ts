import { agreementPage } from "../../views/partner/agreement-page.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import type { FieldErrors } from "../../views/partner/form-parts.ts";
import { fieldMessage } from "../../views/partner/field-messages.ts";
import { say } from "../../views/partner/visit.ts";
import { isPlainLine } from "../plain-line.ts";
import { agreementText } from "./agreement-text.ts";
import { changeAs, changeThen, goTo, refused } from "./answers.ts";
import { formOf } from "./form.ts";
import type { Form } from "./form.ts";
import type { Scene } from "./scene.ts";

/** The button "Read the agreement": this, not a GET, is what counts as opened. */
export const openAgreement = (scene: Scene): Promise<Response> =>
  changeThen(scene, { kind: "open_agreement", contact: scene.visit.contact.id }, "/agreement");

export function showAgreement(scene: Scene): Response | Promise<Response> {
  const text = agreementText(scene);
  return text ? scene.c.html(agreementPage(scene.visit, text, EMPTY)) : goTo(scene);
}

/** The id of the mail that brought the link, for the evidence. */
async function mailIdOf({ deps, visit }: Scene): Promise<string> {
  const rows = await deps.effects.all(visit.onboarding.id);
  const mail = rows.findLast(
    ({ effect, state }) =>
      state === "done" &&
      effect.kind === "mail" &&
      effect.stage === "contract" &&
      effect.to === visit.contact.id,
  );
  return mail?.outcome ?? "";
}

const isName = (text: string): boolean => text.length >= 2 && text.length <= 200 && isPlainLine(text);

function missing({ visit }: Scene, form: Form): FieldErrors {
  const message = (name: Parameters<typeof fieldMessage>[0]): string => say(visit, fieldMessage(name));
  return {
    ...(form.text("authorized") === "yes" ? {} : { authorized: message("not_authorized") }),
    ...(isName(form.text("typedName")) ? {} : { typedName: message("name_missing") }),
    ...(form.text("consent") === "yes" ? {} : { consent: message("no_consent") }),
  };
}

/** Signs; a second press of the button gets the same answer. */
export async function signAgreement(scene: Scene): Promise<Response> {
  const { c, deps, visit } = scene;
  const form = await formOf(c);
  const errors = missing(scene, form);
  const text = agreementText(scene);
  if (text && Object.keys(errors).length > 0) {
    const typed = form.typed("typedName", "authorized", "consent");
    return c.html(agreementPage(visit, text, { typed, errors }), 422);
  }
  const signed = await changeAs(scene, {
    kind: "sign_agreement",
    contact: visit.contact.id,
    typedName: form.text("typedName"),
    authorized: form.text("authorized") === "yes",
    consent: form.text("consent") === "yes",
    sha256: form.text("sha256"),
    seen: {
      ip: deps.clientIp(c),
      userAgent: (c.req.header("User-Agent") ?? "").slice(0, 500),
      linkId: visit.linkId,
      mailId: await mailIdOf(scene),
      name: visit.person.name,
      email: visit.person.email,
      statement: text?.statement ?? "",
      consent: text?.consent ?? "",
    },
  });
  return signed.ok ? goTo(scene) : refused(scene, signed.error);
}
