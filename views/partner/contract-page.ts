import type { Localized } from "../../domain/content.ts";
import { longDate, moment, moreThanWhen } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { arrowIcon, downloadIcon } from "./icons.ts";
import { atAGlance, partnerPage } from "./partner-page.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

interface Words {
  readonly ask: (partner: Markup, vendor: Markup) => Markup;
  readonly title: string;
  readonly what: string;
  readonly points: readonly string[];
  readonly read: string;
  readonly notMe: string;
  readonly decline: string;
  readonly preparing: string;
  readonly preparingBody: string;
  readonly reload: string;
  readonly elsewhere: string;
  readonly elsewhereBody: string;
}

const TEXT: Localized<Words> = {
  de: {
    title: "Ihr Partnervertrag",
    ask: (partner, vendor) =>
      html`${vendor} möchte mit ${partner} zusammenarbeiten. Der Vertrag ist die Grundlage dafür; sobald er
      unterschrieben ist, beginnen die Schulungen.`,
    what: "So läuft es ab",
    points: [
      "Sie lesen den Vertrag hier auf der Seite oder als PDF.",
      "Sie unterschreiben mit Ihrem Namen. Ausdrucken müssen Sie nichts.",
      "Sie erhalten Ihre Ausfertigung mit einem Nachweisblatt.",
    ],
    read: "Vertrag lesen",
    notMe: "Ich bin nicht zeichnungsberechtigt",
    decline: "Vertrag ablehnen",
    preparing: "Ihr Vertrag wird gerade vorbereitet",
    preparingBody:
      "Das dauert selten länger als eine Minute. Sie müssen nichts tun; laden Sie die Seite gleich noch einmal.",
    reload: "Seite neu laden",
    elsewhere: "Der Vertrag liegt bei jemand anderem",
    elsewhereBody:
      "Für diesen Schritt ist jetzt eine andere Person Ihres Unternehmens zuständig. Sie müssen nichts mehr tun.",
  },
  en: {
    title: "Your partner agreement",
    ask: (partner, vendor) =>
      html`${vendor} would like to work with ${partner}. The agreement is the ground for that; once it is
      signed, the training begins.`,
    what: "How it goes",
    points: [
      "You read the agreement here on the page or as a PDF.",
      "You sign it with your name. There is nothing to print.",
      "You get your copy, with a page of evidence.",
    ],
    read: "Read the agreement",
    notMe: "I am not authorized to sign",
    decline: "Decline the agreement",
    preparing: "Your agreement is being prepared",
    preparingBody:
      "This rarely takes more than a minute. There is nothing for you to do; just load the page again shortly.",
    reload: "Load the page again",
    elsewhere: "The agreement is with somebody else",
    elsewhereBody:
      "Another person of your company looks after this step now. There is nothing left for you to do.",
  },
};

const notice = (title: string, body: string, more?: Markup): Markup =>
  html`<h1>${title}</h1>
    <p class="lead">${body}</p>
    ${more ?? null}`;

function askToRead(visit: Visit): Markup {
  const text = say(visit, TEXT);
  const { partner } = visit.onboarding;
  const act = html`<form method="post" action="${at(visit, "/agreement/open")}" class="actions">
    <button class="button">${text.read} ${arrowIcon}</button>
  </form>`;
  return html`<h1>${text.title}</h1>
    <p class="lead">
      ${text.ask(html`<bdi>${partner.legalName}</bdi>`, html`<bdi>${visit.brand.name}</bdi>`)}
    </p>
    ${atAGlance(visit)} ${isReadOnly(visit) ? null : act}
    <section class="section" aria-labelledby="how">
      <h2 id="how">${text.what}</h2>
      <ol class="stack tight">
        ${text.points.map((point) => html`<li>${point}</li>`)}
      </ol>
      ${
        isReadOnly(visit)
          ? null
          : html`<p class="actions">
              <a href="${at(visit, "/hand-over")}">${text.notMe}</a>
              <a href="${at(visit, "/agreement/decline")}">${text.decline}</a>
            </p>`
      }
    </section>`;
}

interface SignedWords {
  readonly title: string;
  readonly thanks: (date: string) => string;
  readonly copy: string;
  readonly copyComing: string;
  readonly next: string;
  readonly waits: (vendor: string, when: string) => string;
  readonly late: (vendor: string) => string;
  readonly counter: (date: string) => string;
  readonly training: string;
}

const SIGNED: Localized<SignedWords> = {
  de: {
    title: "Danke, Sie haben unterschrieben",
    thanks: (date) => `Ihre Unterschrift ist am ${date} eingegangen.`,
    copy: "Unterschriebener Vertrag (PDF)",
    copyComing:
      "Ihre Ausfertigung mit Nachweisblatt wird erstellt und steht hier, sobald alle unterschrieben haben.",
    next: "So geht es weiter",
    waits: (vendor, when) => `${vendor} zeichnet gegen, spätestens ${when}. Sie müssen nichts tun.`,
    late: (vendor) =>
      `${vendor} ist mit der Gegenzeichnung im Verzug; die Zuständigen sind bereits erinnert worden.`,
    counter: (date) => `Der Vertrag ist seit dem ${date} vollständig.`,
    training:
      "Danach erhalten Sie und Ihre Kolleginnen und Kollegen je eine E-Mail mit dem Link zur Schulung.",
  },
  en: {
    title: "Thank you, you have signed",
    thanks: (date) => `Your signature was received on ${date}.`,
    copy: "Signed agreement (PDF)",
    copyComing:
      "Your copy with its page of evidence is being made and will be here once everybody has signed.",
    next: "What happens next",
    waits: (vendor, when) => `${vendor} countersigns, at the latest ${when}. There is nothing for you to do.`,
    late: (vendor) => `${vendor} is late with the countersignature; those in charge have been reminded.`,
    counter: (date) => `The agreement has been complete since ${date}.`,
    training: "After that, you and your colleagues each get an e-mail with the link to the training.",
  },
};

function signed(visit: Visit): Markup {
  const { agreement } = visit.onboarding;
  if (agreement.state !== "signed" && agreement.state !== "completed") return html``;
  const { reader, brand } = visit;
  const text = say(visit, SIGNED);
  const steps =
    agreement.state === "completed"
      ? [text.counter(longDate(agreement.completedAt, reader))]
      : [
          agreement.late
            ? text.late(brand.name)
            : text.waits(brand.name, moreThanWhen(agreement.countersignBy, reader)),
        ];
  return html`<h1>${text.title}</h1>
    <p class="lead">${text.thanks(moment(agreement.signedAt, reader))}</p>
    ${
      agreement.state === "completed"
        ? html`<p class="actions">
            <a class="button" href="${at(visit, "/signed.pdf")}">${downloadIcon} ${text.copy}</a>
          </p>`
        : html`<p class="notice">${text.copyComing}</p>`
    }
    <section class="section" aria-labelledby="next">
      <h2 id="next">${text.next}</h2>
      <ol class="timeline">
        ${steps.map((step) => html`<li class="${agreement.state === "signed" ? "to-come" : "done"}">${step}</li>`)}
        ${visit.onboarding.stages.training.state === "pending" ? html`<li class="to-come">${text.training}</li>` : null}
      </ol>
    </section>`;
}

/** The contract's page for its signatory: read, sign, and what comes after. */
export function contractPage(visit: Visit): string {
  const text = say(visit, TEXT);
  const { agreement } = visit.onboarding;
  const page = (title: string, main: Markup): string => partnerPage(visit, { title, main });
  if (agreement.signatory !== visit.contact.id) {
    return page(text.elsewhere, notice(text.elsewhere, text.elsewhereBody));
  }
  switch (agreement.state) {
    case "draft":
      return page(
        text.preparing,
        notice(
          text.preparing,
          text.preparingBody,
          html`<p class="actions"><a class="button" href="${at(visit)}">${text.reload}</a></p>`,
        ),
      );
    case "sent":
    case "opened":
      return page(text.title, askToRead(visit));
    case "signed":
    case "completed":
      return page(say(visit, SIGNED).title, signed(visit));
    case "declined":
    case "expired":
      return page(text.title, askToRead(visit));
  }
}
