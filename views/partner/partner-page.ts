import type { Localized } from "../../domain/content.ts";
import { moreThanWhen } from "../format.ts";
import { initialsOf } from "../initials.ts";
import { layout } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { NOT_SENT, notSent } from "../not-sent.ts";
import { PARTNER_SCRIPT_HREF } from "./script.ts";
import { progressRail } from "./progress-rail.ts";
import { say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly onHold: string;
  readonly onHoldBody: string;
  readonly questions: string;
  readonly looksAfter: (vendor: Markup) => Markup;
  readonly forYou: (name: Markup) => Markup;
  readonly minutes: (count: number) => Markup;
  readonly until: (when: string) => Markup;
  readonly wasDue: (when: string) => Markup;
}> = {
  de: {
    onHold: "Ihr Onboarding ruht im Moment",
    onHoldBody:
      "Sie können hier alles lesen, aber nichts eingeben. Ihre Fristen verlängern sich um die Dauer der Pause. Wir melden uns, sobald es weitergeht.",
    questions: "Fragen? Hier hilft ein Mensch.",
    looksAfter: (vendor) => html`betreut Sie bei ${vendor}`,
    forYou: (name) => html`Diese Seite ist nur für ${name}. Bitte leiten Sie den Link nicht weiter.`,
    minutes: (count) => html`Dauert etwa <strong>${count} Minuten</strong>`,
    until: (when) => html`Zeit bis: <strong>${when}</strong>`,
    wasDue: (when) =>
      html`Die Frist ist abgelaufen (${when}). Sie können den Schritt trotzdem noch erledigen.`,
  },
  en: {
    onHold: "Your onboarding is on hold at the moment",
    onHoldBody:
      "You can read everything here, but not enter anything. Your deadlines move by the length of the break. We will write as soon as it goes on.",
    questions: "Questions? A person will help.",
    looksAfter: (vendor) => html`looks after you at ${vendor}`,
    forYou: (name) => html`This page is for ${name} alone. Please do not pass the link on.`,
    minutes: (count) => html`Takes about <strong>${count} minutes</strong>`,
    until: (when) => html`Until: <strong>${when}</strong>`,
    wasDue: (when) => html`The deadline has passed (${when}). You can still finish this step.`,
  },
};

/** How long it takes and until when; after the deadline, that it can still be done. */
export function atAGlance(visit: Visit, minutes?: number): Markup {
  const { onboarding, program, stage, reader } = visit;
  const text = say(visit, TEXT);
  const state = onboarding.stages[stage];
  const needed = minutes ?? program.stages[stage].minutes;
  if (state.state !== "open") return html``;
  const when = moreThanWhen(state.deadline, reader);
  const glance = html`<ul class="at-a-glance">
    <li><span>${text.minutes(needed)}</span></li>
    ${state.overdueAt === null ? html`<li><span>${text.until(when)}</span></li>` : null}
  </ul>`;
  return state.overdueAt === null
    ? glance
    : html`${glance}
        <p class="notice warn">${text.wasDue(when)}</p>`;
}

function whoToAsk(visit: Visit): Markup | null {
  const { manager, brand } = visit;
  if (!manager) return null;
  const text = say(visit, TEXT);
  return html`<section class="section no-print" aria-labelledby="who-to-ask">
    <h2 id="who-to-ask">${text.questions}</h2>
    <div class="contact-card">
      <span class="initials" aria-hidden="true">${initialsOf(manager.name, 2)}</span>
      <div>
        <strong><bdi>${manager.name}</bdi></strong>
        <span class="muted">${text.looksAfter(html`<bdi>${brand.name}</bdi>`)}</span><br />
        <a href="mailto:${manager.email}">${manager.email}</a>
        ${manager.phone ? html`<br /><a href="tel:${manager.phone.replace(/[^+\d]/g, "")}">${manager.phone}</a>` : null}
      </div>
    </div>
  </section>`;
}

const onHoldNotice = (visit: Visit): Markup | null =>
  visit.onboarding.progress.state === "on_hold"
    ? html`<div class="notice warn" role="status">
        <h2>${say(visit, TEXT).onHold}</h2>
        <p>${say(visit, TEXT).onHoldBody}</p>
      </div>`
    : null;

export interface PartnerPage {
  readonly title: string;
  readonly main: Markup;
  /** `false` where all attention belongs to one thing (the exam). */
  readonly whoToAsk?: boolean;
}

/** A partner page: rail, content, who to ask, the vendor's legal lines. */
export function partnerPage(visit: Visit, { title, main, whoToAsk: ask = true }: PartnerPage): string {
  const { brand, onboarding, person, reader } = visit;
  return layout({
    surface: "partner",
    locale: reader.locale,
    title: `${title} · ${brand.name}`,
    brand,
    aside: html`<p class="for-whom"><bdi>${onboarding.partner.legalName}</bdi></p>`,
    main: html`${progressRail(visit)} ${onHoldNotice(visit)} ${main} ${ask ? whoToAsk(visit) : null}
    ${notSent(NOT_SENT[reader.locale])}`,
    foot: html`<p>${say(visit, TEXT).forYou(html`<strong><bdi>${person.name}</bdi></strong>`)}</p>
      <p>${brand.legalLines.map((line, at) => html`${at > 0 ? html`<br />` : null}<bdi>${line}</bdi>`)}</p>`,
    scripts: [PARTNER_SCRIPT_HREF],
  });
}
