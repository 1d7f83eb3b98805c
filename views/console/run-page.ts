import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { ACTION_SPECS } from "./actions/all-actions.ts";
import { SHAPES } from "./marks.ts";
import { refusalWords } from "./refusal-words.ts";
import { isOffered, runActions } from "./run-actions.ts";
import { runAgreement } from "./run-agreement.ts";
import { runDeadlines } from "./run-deadlines.ts";
import { runDeal } from "./run-deal.ts";
import { runHead } from "./run-head.ts";
import { runLog } from "./run-log.ts";
import { runPeople } from "./run-people.ts";
import { runPicture } from "./run-picture.ts";
import { runStuck } from "./run-stuck.ts";
import { runAddress } from "./run-view.ts";
import type { RunView } from "./run-view.ts";
import { consolePage, livePart, partAddress } from "./shell.ts";

/** The parts of a run's page that keep themselves up to date. */
export const RUN_PARTS: ReadonlyMap<string, (run: RunView) => Markup> = new Map<
  string,
  (run: RunView) => Markup
>([
  ["now", (run) => html`${runHead(run)} ${runStuck(run)} ${runPicture(run)}`],
  ["log", (run) => html`${runPeople(run)} ${runLog(run)}`],
]);

const live = (run: RunView, name: "now" | "log", seconds: number): Markup => {
  const show = run.filter === "all" ? "" : `?show=${run.filter}`;
  return livePart({
    name,
    address: partAddress(`${runAddress(run.stored.onboarding.id)}${show}`, name),
    seconds,
    content: RUN_PARTS.get(name)?.(run) ?? html``,
  });
};

/** An answer to a form that is not offered any more still has to be read, and what was typed must not be lost. */
function lostForm(run: RunView): Markup | null {
  const { open } = run;
  if (!open?.refusal || isOffered(run, open.action)) return null;
  const note = open.typed["note"]?.[0];
  return html`<div class="notice bad" role="alert" tabindex="-1" data-focus>
    <h2>${ACTION_SPECS[open.action].title}: not done</h2>
    <p>${refusalWords(open.refusal)}</p>
    ${note ? html`<p class="muted">You had written: <q dir="auto">${note}</q></p>` : null}
  </div>`;
}

/** Everything about one run: how it stands, what is stuck, what can be done, and what has happened. */
export const runPage = (run: RunView): string =>
  consolePage(run.desk, {
    title: run.stored.onboarding.partner.legalName,
    here: null,
    main: html`${run.flash ? html`<p class="flash" role="status">${SHAPES.check} ${run.flash}</p>` : null}
      ${lostForm(run)} ${live(run, "now", 5)}
      <div class="run-columns">
        <div class="run-side part">${runActions(run)} ${runDeadlines(run)} ${runAgreement(run)}</div>
        <div class="run-main">${runDeal(run)} ${live(run, "log", 10)}</div>
      </div>`,
  });
