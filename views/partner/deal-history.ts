import type { Localized } from "../../domain/content.ts";
import type { DomainEvent, LoggedEvent } from "../../domain/events.ts";
import type { Instant } from "../../domain/ids.ts";
import { isoTime, longDate, moment } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { say } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { DEAL_STAGE_NAME } from "./words.ts";

/** What happened to one registration, oldest first, with what was written to it. */
export interface DealStep {
  readonly logged: LoggedEvent;
  readonly note: string | null;
}

interface Words {
  readonly title: string;
  readonly submitted: string;
  readonly resubmitted: string;
  readonly viewed: (vendor: string, times: number) => string;
  readonly overdue: (vendor: string) => string;
  readonly actionRequired: string;
  readonly appealed: string;
  readonly approved: (until: string) => string;
  readonly rejected: string;
  readonly withdrawn: string;
  readonly expiring: string;
  readonly asked: string;
  readonly extended: (until: string) => string;
  readonly notExtended: string;
  readonly expired: string;
  readonly stage: (name: string) => string;
}

const TEXT: Localized<Words> = {
  de: {
    title: "Verlauf",
    submitted: "Anmeldung eingegangen",
    resubmitted: "Korrektur eingegangen",
    viewed: (vendor, times) =>
      times === 1
        ? `${vendor} hat die Anmeldung angesehen`
        : `${vendor} hat die Anmeldung ${times}-mal angesehen`,
    overdue: (vendor) => `${vendor} hat die Frist überschritten und wurde erinnert`,
    actionRequired: "Rückfrage an Sie",
    appealed: "Ihr Einspruch ist eingegangen",
    approved: (until) => `Freigegeben, geschützt bis ${until}`,
    rejected: "Abgelehnt",
    withdrawn: "Von Ihnen zurückgezogen",
    expiring: "An das baldige Ende des Schutzes erinnert",
    asked: "Sie haben um Verlängerung gebeten",
    extended: (until) => `Verlängert bis ${until}`,
    notExtended: "Verlängerung abgelehnt",
    expired: "Schutz abgelaufen",
    stage: (name) => `Ihr Stand: ${name}`,
  },
  en: {
    title: "What has happened",
    submitted: "Registration received",
    resubmitted: "Correction received",
    viewed: (vendor, times) =>
      times === 1
        ? `${vendor} looked at the registration`
        : `${vendor} looked at the registration ${times} times`,
    overdue: (vendor) => `${vendor} missed the time limit and was reminded`,
    actionRequired: "A question to you",
    appealed: "Your appeal was received",
    approved: (until) => `Approved, protected until ${until}`,
    rejected: "Rejected",
    withdrawn: "Withdrawn by you",
    expiring: "Reminded of the coming end of the protection",
    asked: "You asked for an extension",
    extended: (until) => `Extended until ${until}`,
    notExtended: "Extension declined",
    expired: "Protection ended",
    stage: (name) => `Your stage: ${name}`,
  },
};

type Say = (event: DomainEvent) => string | null;

const simple = (text: Words): Partial<Record<DomainEvent["type"], string>> => ({
  "deal_registration.submitted": text.submitted,
  "deal_registration.resubmitted": text.resubmitted,
  "deal_registration.action_required": text.actionRequired,
  "deal_registration.appealed": text.appealed,
  "deal_registration.rejected": text.rejected,
  "deal_registration.withdrawn": text.withdrawn,
  "deal_registration.expiring": text.expiring,
  "deal_registration.extension_requested": text.asked,
  "deal_registration.extension_declined": text.notExtended,
  "deal_registration.expired": text.expired,
});

function sayer(visit: Visit): Say {
  const text = say(visit, TEXT);
  const plain = simple(text);
  return (event) => {
    if (event.type === "deal_registration.approved")
      return text.approved(longDate(event.protectedUntil, visit.reader));
    if (event.type === "deal_registration.extended")
      return text.extended(longDate(event.protectedUntil, visit.reader));
    if (event.type === "deal_registration.review_overdue") return text.overdue(visit.brand.name);
    if (event.type === "deal.stage_changed") return text.stage(say(visit, DEAL_STAGE_NAME[event.stage]));
    if (event.type === "deal.won") return text.stage(say(visit, DEAL_STAGE_NAME.won));
    if (event.type === "deal.lost") return text.stage(say(visit, DEAL_STAGE_NAME.lost));
    return plain[event.type] ?? null;
  };
}

interface Line {
  readonly words: string;
  readonly times: readonly Instant[];
  readonly note: string | null;
}

/** Looks that follow each other are one line that names each time. */
function linesOf(visit: Visit, steps: readonly DealStep[]): readonly Line[] {
  const words = sayer(visit);
  const text = say(visit, TEXT);
  const lines: Line[] = [];
  let looks: Instant[] = [];
  const putLooks = (): void => {
    if (looks.length > 0)
      lines.push({ words: text.viewed(visit.brand.name, looks.length), times: looks, note: null });
    looks = [];
  };
  for (const { logged, note } of steps) {
    if (logged.event.type === "deal_registration.viewed") {
      looks.push(logged.at);
      continue;
    }
    putLooks();
    const said = words(logged.event);
    if (said) lines.push({ words: said, times: [logged.at], note });
  }
  putLooks();
  return lines;
}

/** Every step and every look of the vendor's, with its time; `toCome` is what happens next. */
export function dealHistory(visit: Visit, steps: readonly DealStep[], toCome: string | null): Markup {
  const { reader } = visit;
  const line = ({ words, times, note }: Line): Markup =>
    html`<li>
      <bdi>${words}</bdi>
      ${times.map((time) => html`<time datetime="${isoTime(time)}">${moment(time, reader)}</time>`)}
      ${note ? html`<p class="said" dir="auto">${note}</p>` : null}
    </li>`;
  return html`<section class="section" aria-labelledby="history">
    <h2 id="history">${say(visit, TEXT).title}</h2>
    <ol class="timeline">
      ${linesOf(visit, steps).map(line)} ${toCome ? html`<li class="to-come">${toCome}</li>` : null}
    </ol>
  </section>`;
}
