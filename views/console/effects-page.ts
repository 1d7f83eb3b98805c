import type { EffectRow } from "../../domain/effect.ts";
import type { Trouble } from "../../domain/trouble.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { isAtLeast } from "./action-names.ts";
import { effectWords } from "./effect-words.ts";
import { SHAPES } from "./marks.ts";
import type { Names } from "./names.ts";
import { retryForm } from "./run-stuck.ts";
import { runAddress } from "./run-view.ts";
import { consolePage } from "./shell.ts";
import type { Desk } from "./shell.ts";
import { when } from "./when.ts";
import { counted } from "./words.ts";

export interface Failure {
  readonly row: EffectRow;
  readonly partner: string;
  readonly names: Names;
}

interface EffectsView {
  readonly desk: Desk;
  readonly failures: readonly Failure[];
  readonly troubles: readonly Trouble[];
  readonly flash: string | null;
}

function failureRow({ row, partner, names }: Failure, desk: Desk): Markup {
  return html`<tr>
    <td data-head="Since">${when(row.settledAt ?? row.dueAt, desk.now)}</td>
    <th scope="row">
      <a class="partner-name" href="${runAddress(row.onboarding)}"><bdi>${partner}</bdi></a>
    </th>
    <td>
      <span class="reason">${SHAPES.cross} ${effectWords(row.effect, names)}</span>
      <span class="sub">after ${counted(row.attempts, "try", "tries")}</span>
    </td>
    <td data-head="Reason" dir="auto">${row.lastError ?? "No reason was given."}</td>
    <td class="number">
      ${isAtLeast(desk.operator.role, "admin") ? retryForm(row, "effects") : html`<span class="muted small">An admin can try again.</span>`}
    </td>
  </tr>`;
}

const nothing = (troubles: readonly Trouble[]): Markup =>
  html`<div class="empty">
    ${SHAPES.check}<strong
      >${troubles.length === 0 ? "Nothing has failed." : "Nothing was given up on."}</strong
    >
    <span>What fails for a moment is tried again by itself; only what was given up on stands here.</span>
  </div>`;

const stuckRow = ({ onboarding, at, reason }: Trouble, desk: Desk): Markup =>
  html`<tr>
    <td data-head="Last tried">${when(at, desk.now)}</td>
    <th scope="row"><a class="partner-name" href="${runAddress(onboarding)}">${onboarding}</a></th>
    <td data-head="Reason" dir="auto">
      <span class="reason">${SHAPES.cross} ${reason.replace(`${onboarding}: `, "")}</span>
    </td>
  </tr>`;

/** A person can only mend the cause, so there is no button: the next try comes by itself. */
const stuck = (troubles: readonly Trouble[], desk: Desk): Markup | null =>
  troubles.length === 0
    ? null
    : html`<section class="sheet" aria-labelledby="troubles-title">
        <header>
          <h2 id="troubles-title">Cannot be worked on</h2>
          <span class="muted">tried again each minute; goes on by itself once the cause is mended</span>
        </header>
        <div
          class="scroll"
          tabindex="0"
          role="region"
          aria-label="List of onboardings that cannot be worked on"
        >
          <table class="stacked">
            <thead>
              <tr>
                <th scope="col">Last tried</th>
                <th scope="col">Onboarding</th>
                <th scope="col">Reason</th>
              </tr>
            </thead>
            <tbody>
              ${troubles.map((one) => stuckRow(one, desk))}
            </tbody>
          </table>
        </div>
      </section>`;

/** What we tried to do and gave up on, each with its reason and the button that tries again. */
export const effectsPage = ({ desk, failures, troubles, flash }: EffectsView): string =>
  consolePage(desk, {
    title: "Failures",
    here: "effects",
    main: html`${flash ? html`<p class="flash" role="status">${SHAPES.check} ${flash}</p>` : null}
      <section class="sheet" aria-labelledby="failures-title">
        <header>
          <h1 id="failures-title">Failures</h1>
          <span class="muted">mails, webhooks and steps that were given up on</span>
        </header>
        ${
          failures.length === 0
            ? nothing(troubles)
            : html`<div class="scroll" tabindex="0" role="region" aria-label="List of failures">
                <table class="stacked">
                  <thead>
                    <tr>
                      <th scope="col">Since</th>
                      <th scope="col">Partner</th>
                      <th scope="col">What was to be done</th>
                      <th scope="col">Reason</th>
                      <th scope="col"><span class="unseen">Try again</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    ${failures.map((failure) => failureRow(failure, desk))}
                  </tbody>
                </table>
              </div>`
        }
      </section>
      ${stuck(troubles, desk)}`,
  });
