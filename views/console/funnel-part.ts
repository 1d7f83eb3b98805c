import type { Funnel } from "../../domain/funnel.ts";
import { duration, percent } from "../format.ts";
import { funnelBar, keyBar, timeBar, waitingBar } from "../funnel-picture.ts";
import { html } from "../markup.ts";
import type { Child, Markup } from "../markup.ts";
import { whenInline } from "./when.ts";
import type { Desk } from "./shell.ts";
import { counted, STAGE_WORDS } from "./words.ts";

const time = (ms: number | null): string => (ms === null ? "–" : duration(ms, "en"));

const figure = (value: string, label: Child): Markup =>
  html`<div class="figure"><b>${value}</b><span>${label}</span></div>`;

const rateOf = (part: number, whole: number): string =>
  whole === 0 ? "–" : percent((part / whole) * 100, "en");

function stageRow(stage: Funnel["stages"][number], funnel: Funnel, longest: number): Markup {
  return html`<tr>
    <th scope="row"><a href="/console/runs?stage=${stage.stage}">${STAGE_WORDS[stage.stage]}</a></th>
    <td class="wide">${funnelBar(stage, funnel.started)}</td>
    <td class="number" data-head="Reached">${stage.reached}</td>
    <td class="number" data-head="Inside now">${stage.inside}</td>
    <td class="number" data-head="Done">
      ${stage.done} <span class="muted">${rateOf(stage.done, stage.reached)}</span>
    </td>
    <td class="wide">${timeBar(stage.medianMs, stage.p90Ms, longest)}</td>
    <td class="number" data-head="Median">${time(stage.medianMs)}</td>
    <td class="number" data-head="9 in 10 within">${time(stage.p90Ms)}</td>
  </tr>`;
}

const stagesTable = (funnel: Funnel): Markup => {
  const longest = Math.max(...funnel.stages.map(({ p90Ms, medianMs }) => p90Ms ?? medianMs ?? 0), 1);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Funnel and time in stage">
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col"><span class="unseen">Picture of the funnel</span></th>
          <th scope="col" class="number">Reached</th>
          <th scope="col" class="number">Inside now</th>
          <th scope="col" class="number">Done</th>
          <th scope="col">Time in stage</th>
          <th scope="col" class="number">Median</th>
          <th scope="col" class="number">9 in 10 within</th>
        </tr>
      </thead>
      <tbody>
        ${funnel.stages.map((stage) => stageRow(stage, funnel, longest))}
      </tbody>
    </table>
  </div>`;
};

/** Conversion and time per stage, time to first deal, and for whom partners wait. */
export function funnelPart(funnel: Funnel | null, vendorName: string, desk: Desk): Markup {
  const title = html`<h2 id="funnel-title">How partners get through</h2>
    <bdi class="muted">${vendorName}</bdi>`;
  if (!funnel || funnel.started === 0)
    return html`<section class="sheet" aria-labelledby="funnel-title">
      <header>${title}</header>
      <p class="empty">The figures are made every few minutes, beginning with the first onboarding.</p>
    </section>`;
  const { firstDeal, waitingFor } = funnel;
  return html`<section class="sheet" aria-labelledby="funnel-title">
    <header>${title}<span class="muted small end">as of ${whenInline(funnel.at, desk.now)}</span></header>
    <div class="inside figure-row">
      ${figure(time(firstDeal.medianMs), "to the first deal, median")}
      ${figure(time(firstDeal.p90Ms), html`nine in ten within, of ${counted(firstDeal.count, "first deal")}`)}
      ${figure(rateOf(funnel.completed, funnel.started), html`onboarded, ${funnel.completed} of ${funnel.started}`)}
      ${figure(String(funnel.ended), "ended before")}
      <div class="figure">
        <b>${waitingFor.partner} / ${waitingFor.vendor}</b>
        <span>wait for the partner / for the vendor</span>${waitingBar(waitingFor)}
      </div>
    </div>
    ${stagesTable(funnel)}
    <p class="inside key">
      <span>${keyBar("done")} done</span><span>${keyBar("inside")} in it now</span
      ><span>${keyBar("reached")} ended there</span
      ><span>Time in stage: the bar holds half of the partners, the line nine in ten.</span>
    </p>
  </section>`;
}
