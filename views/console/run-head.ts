import { currentStage } from "../../domain/onboarding.ts";
import { countryName } from "../format.ts";
import { html } from "../markup.ts";
import type { Child, Markup } from "../markup.ts";
import { statusMark } from "./marks.ts";
import type { RunView } from "./run-view.ts";
import { due, span, when } from "./when.ts";
import { PARTNER_TYPE_WORDS, STAGE_WORDS } from "./words.ts";

const fact = (term: string, value: Child): Markup =>
  html`<div>
    <dt>${term}</dt>
    <dd>${value}</dd>
  </div>`;

/** Who it is, how it stands, until when, and for how long it has run. */
export function runHead({ stored, program, summary, desk }: RunView): Markup {
  const { onboarding } = stored;
  const { partner } = onboarding;
  const stage = currentStage(onboarding);
  const end = summary.endedAt;
  return html`<header class="run-head">
    <h1><bdi>${partner.legalName}</bdi></h1>
    <dl class="run-facts">
      ${fact("Status", statusMark(summary.status))} ${fact("Stage", stage ? STAGE_WORDS[stage] : "All done")}
      ${summary.deadline === null ? null : fact("Deadline", due(summary.deadline, desk.now))}
      ${
        end === null
          ? fact("In this stage for", span(summary.since, desk.now))
          : fact("Ended", when(end, desk.now))
      }
      ${fact(end === null ? "Age" : "Took", span(onboarding.startedAt, end ?? desk.now))}
      ${fact("Program", html`${program.name.en}<span class="sub mono">${program.version.slice(0, 8)}</span>`)}
      ${fact(
        "Partner",
        html`${PARTNER_TYPE_WORDS[partner.type]}<span class="sub"
            >${countryName(partner.country, "en")}${partner.domain ? html` · ${partner.domain}` : null}</span
          >`,
      )}
      ${fact(
        "In the CRM",
        html`<bdi>${onboarding.externalPartnerId}</bdi>${
            onboarding.ordinal > 1
              ? html`<span class="sub">run ${onboarding.ordinal} of this partner</span>`
              : null
          }`,
      )}
    </dl>
  </header>`;
}
