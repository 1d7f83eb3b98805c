import type { Summary } from "../../domain/summary.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { ATTENTION_WORDS } from "./attention-words.ts";
import { statusMark } from "./marks.ts";
import { runAddress } from "./run-view.ts";
import type { Desk } from "./shell.ts";
import { due, span, when } from "./when.ts";
import { PARTNER_TYPE_WORDS, STAGE_WORDS } from "./words.ts";

const reasons = ({ attention }: Summary): Markup | null =>
  attention.length === 0
    ? null
    : html`<span class="sub">${attention.map(({ kind }) => ATTENTION_WORDS[kind].label).join(" · ")}</span>`;

function row(run: Summary, desk: Desk): Markup {
  return html`<tr>
    <th scope="row">
      <a class="partner-name" id="run-${run.id}" href="${runAddress(run.id)}"><bdi>${run.legalName}</bdi></a>
      <span class="sub"
        >${PARTNER_TYPE_WORDS[run.partnerType]} · ${run.country} · <bdi>${run.externalPartnerId}</bdi></span
      >
    </th>
    <td data-head="Status">${statusMark(run.status)} ${reasons(run)}</td>
    <td data-head="Stage">
      ${run.stage ? STAGE_WORDS[run.stage] : "All done"}<span class="sub"
        >${run.endedAt === null ? `for ${span(run.since, desk.now)}` : ""}</span
      >
    </td>
    <td data-head="Deadline">
      ${run.deadline === null ? html`<span class="muted">–</span>` : due(run.deadline, desk.now)}
    </td>
    <td data-head="Program">${run.program}</td>
    <td data-head="Started">${when(run.startedAt, desk.now)}</td>
  </tr>`;
}

/** Runs as a dense table whose head stays in sight. */
export const runTable = (runs: readonly Summary[], desk: Desk): Markup =>
  html`<div class="scroll sticky" tabindex="0" role="region" aria-label="Runs">
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">Partner</th>
          <th scope="col">Status</th>
          <th scope="col">Stage</th>
          <th scope="col">Deadline</th>
          <th scope="col">Program</th>
          <th scope="col">Started</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map((run) => row(run, desk))}
      </tbody>
    </table>
  </div>`;
