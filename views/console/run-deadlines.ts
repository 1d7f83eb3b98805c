import { isUnderReview } from "../../domain/deal.ts";
import type { Instant } from "../../domain/ids.ts";
import { currentDeal, openStage } from "../../domain/onboarding.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { namesOf } from "./names.ts";
import type { RunView } from "./run-view.ts";
import { due } from "./when.ts";
import { STAGE_WORDS } from "./words.ts";

interface Deadline {
  readonly what: string;
  readonly at: Instant;
}

function ofStages({ stored: { onboarding } }: RunView): readonly Deadline[] {
  const stage = openStage(onboarding);
  const state = stage && onboarding.stages[stage];
  const { agreement } = onboarding;
  return [
    ...(stage && state?.state === "open" ? [{ what: STAGE_WORDS[stage], at: state.deadline }] : []),
    ...(agreement.state === "signed" ? [{ what: "Countersignature", at: agreement.countersignBy }] : []),
  ];
}

function ofDeal({ stored: { onboarding } }: RunView): readonly Deadline[] {
  const deal = currentDeal(onboarding);
  if (isUnderReview(deal)) return [{ what: "Decision about the deal", at: deal.decideBy }];
  return deal?.review === "approved"
    ? [{ what: "End of the deal’s protection", at: deal.protectedUntil }]
    : [];
}

function ofPeople(run: RunView): readonly Deadline[] {
  const { onboarding } = run.stored;
  const names = namesOf(run.people, run.program);
  const exams = onboarding.exams.flatMap((exam): readonly Deadline[] => {
    const who = names.person(exam.contact);
    if (exam.state === "in_attempt") return [{ what: `${who} hands in`, at: exam.endsAt }];
    return exam.state === "cooling_down" ? [{ what: `${who} may try again`, at: exam.until }] : [];
  });
  const certificates = onboarding.certifications
    .filter(({ state }) => state === "active")
    .map(({ contact, expiresAt }) => ({
      what: `Certificate of ${names.person(contact)} ends`,
      at: expiresAt,
    }));
  return [...exams, ...certificates];
}

/** What falls due, soonest first. */
export function runDeadlines(run: RunView): Markup | null {
  const deadlines = [...ofStages(run), ...ofDeal(run), ...ofPeople(run)].toSorted((a, b) => a.at - b.at);
  if (deadlines.length === 0) return null;
  return html`<section class="sheet" aria-labelledby="deadlines-title">
    <header>
      <h2 id="deadlines-title">Deadlines</h2>
      ${
        run.stored.onboarding.progress.state === "on_hold"
          ? html`<span class="muted">stand still while on hold</span>`
          : null
      }
    </header>
    <div class="inside">
      <dl class="facts">
        ${deadlines.map(
          ({ what, at }) =>
            html`<dt><bdi>${what}</bdi></dt>
              <dd>${due(at, run.desk.now)}</dd>`,
        )}
      </dl>
    </div>
  </section>`;
}
