import { TOLD_FROM_TRY } from "../../domain/effect.ts";
import type { EffectRow } from "../../domain/effect.ts";
import { currentStage } from "../../domain/onboarding.ts";
import { isWithVendor, pending } from "../../domain/participants.ts";
import type { Attention } from "../../domain/summary.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { isAtLeast } from "./action-names.ts";
import { ATTENTION_WORDS } from "./attention-words.ts";
import { effectWords } from "./effect-words.ts";
import { SHAPES } from "./marks.ts";
import { namesOf } from "./names.ts";
import { isOffered } from "./run-actions.ts";
import { openDealForm } from "./run-deal.ts";
import { actionAddress, runAddress, targetOf } from "./run-view.ts";
import type { RunView } from "./run-view.ts";
import { whenInline } from "./when.ts";
import { listed } from "./words.ts";

/** The button that mends it. A registration is opened before it is decided, and decided where it is read. */
function mend(run: RunView, attention: Attention): Markup | null {
  const { action, button } = ATTENTION_WORDS[attention.kind];
  const id = `mend-${attention.kind}-${attention.contact ?? "all"}`;
  if (action === "review_deal" && isOffered(run, "view_deal")) return openDealForm(run, id);
  if (!isOffered(run, action)) return null;
  const { onboarding } = run.stored;
  const address =
    action === "review_deal"
      ? "#review_deal"
      : actionAddress(onboarding.id, action, targetOf(attention, run));
  return html`<a class="button" id="${id}" href="${address}">${button}</a>`;
}

function attentionLine(run: RunView, attention: Attention): Markup {
  const { onboarding } = run.stored;
  const words = ATTENTION_WORDS[attention.kind];
  const names = namesOf(run.people, run.program);
  const who = attention.contact ? names.person(attention.contact) : "";
  return html`<li>
    <span class="reason"
      >${SHAPES.triangle} ${words.reason(who, currentStage(onboarding))}
      <span class="sub">since ${whenInline(attention.since, run.desk.now)}</span></span
    >
    ${mend(run, attention)}
  </li>`;
}

/** Try again what has failed: for admins. */
export function retryForm(row: EffectRow, back: "run" | "effects"): Markup {
  return html`<form method="post" action="${runAddress(row.onboarding)}/effects/${row.key}/retry">
    <input type="hidden" name="back" value="${back}" />
    <button class="button quiet" id="retry-${row.onboarding}-${row.key}">Try again</button>
  </form>`;
}

const failureLine = (run: RunView, row: EffectRow): Markup =>
  html`<li>
    <span class="reason"
      >${SHAPES.cross} Failed: ${effectWords(row.effect, namesOf(run.people, run.program))}
      <span class="sub"
        >${row.lastError ?? "no reason was given"} ·
        ${whenInline(row.settledAt ?? row.dueAt, run.desk.now)}</span
      ></span
    >
    ${
      isAtLeast(run.desk.operator.role, "admin")
        ? retryForm(row, "run")
        : html`<span class="small muted">An admin can try again.</span>`
    }
  </li>`;

/** What is tried again by itself, and has been in vain. */
const tryingLine = (run: RunView, row: EffectRow): Markup =>
  html`<li>
    <span class="reason"
      >${SHAPES.triangle} In vain so far: ${effectWords(row.effect, namesOf(run.people, run.program))}
      <span class="sub"
        >${row.lastError} · tried ${row.attempts} times, next ${whenInline(row.dueAt, run.desk.now)}</span
      ></span
    >
  </li>`;

const isInVain = ({ state, attempts, lastError }: EffectRow): boolean =>
  state === "due" && attempts >= TOLD_FROM_TRY && lastError !== null;

/** For whom the run waits when nothing is wrong. */
function waitsFor(run: RunView): string {
  const { onboarding } = run.stored;
  const { state } = onboarding.progress;
  const stage = currentStage(onboarding);
  if (state === "on_hold") return "On hold: nobody is asked for anything until you resume it.";
  if (state !== "open") return "This run has ended. Its log, papers and certificates stay.";
  if (!stage) return "Every stage is done; the run is being completed.";
  if (onboarding.stages[stage].state === "pending") return "The next stage is about to open.";
  if (isWithVendor(onboarding, stage)) return "Waits for the vendor.";
  const names = pending(onboarding, stage).map(namesOf(run.people, run.program).person);
  return names.length > 0
    ? `Nothing is stuck. Waits for ${listed(names)}.`
    : "Nothing is stuck. Everybody has done their part.";
}

/** What is stuck and why, each with the button that mends it. */
export function runStuck(run: RunView): Markup {
  const failed = run.effects.filter(({ state }) => state === "failed");
  const inVain = run.effects.filter(isInVain);
  const count = run.summary.attention.length + failed.length + inVain.length;
  if (count === 0) return html`<p class="quiet-line">${SHAPES.check} ${waitsFor(run)}</p>`;
  return html`<section class="sheet stuck" aria-labelledby="stuck-title">
    <header><h2 id="stuck-title">Needs you</h2></header>
    <ul>
      ${run.summary.attention.map((attention) => attentionLine(run, attention))}
      ${failed.map((row) => failureLine(run, row))} ${inVain.map((row) => tryingLine(run, row))}
    </ul>
  </section>`;
}
