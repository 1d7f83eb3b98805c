import type { Refusal } from "../../domain/commands.ts";
import type { Localized } from "../../domain/content.ts";
import { html } from "../markup.ts";
import { partnerPage } from "./partner-page.ts";
import { REFUSAL_WORDS } from "./refusal-words.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const ON: Localized = { de: "Zu Ihrer aktuellen Seite", en: "To your current page" };

/** The rules said no: kindly, and the way on. */
export function refusalPage(visit: Visit, kind: Refusal["kind"] | "no_such_onboarding"): string {
  const { title, body } = say(visit, REFUSAL_WORDS[kind]);
  const main = html`<h1>${title}</h1>
    <p class="lead">${body}</p>
    <p class="actions"><a class="button" href="${at(visit)}">${say(visit, ON)}</a></p>`;
  return partnerPage(visit, { title, main });
}
