import type { EffectRow } from "../../domain/effect.ts";
import { instant } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Attention, Summary } from "../../domain/summary.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { mayAct } from "./action-names.ts";
import { ATTENTION_WORDS } from "./attention-words.ts";
import { SHAPES } from "./marks.ts";
import { actionAddress, runAddress, targetOf } from "./run-view.ts";
import type { Desk } from "./shell.ts";
import { unreadableRuns } from "./unreadable-runs.ts";
import { due, when } from "./when.ts";
import { STAGE_WORDS } from "./words.ts";

/** What waits for somebody at the vendor. */
export interface WorkList {
  /** Runs that need somebody, the one that waits longest first. */
  readonly runs: readonly Summary[];
  readonly more: boolean;
  readonly failed: readonly EffectRow[];
  /** How many onboardings cannot be worked on at the moment. */
  readonly troubles: number;
  /** Runs that the lists would show if they could be read. */
  readonly unreadable: readonly OnboardingId[];
  /** Names of the people the reasons are about, by `<onboarding id>/<contact id>`. */
  readonly names: Readonly<Record<string, string>>;
}

interface Job {
  readonly run: Summary;
  readonly attention: Attention;
}

const jobsOf = (runs: readonly Summary[]): readonly Job[] =>
  runs
    .flatMap((run) => run.attention.map((attention) => ({ run, attention })))
    .toSorted((a, b) => a.attention.since - b.attention.since);

/** To decide about a deal, it is opened on the run's page first. */
function mend({ run, attention }: Job, desk: Desk): Markup {
  const { action, button } = ATTENTION_WORDS[attention.kind];
  const id = `job-${run.id}-${attention.kind}-${attention.contact ?? ""}`;
  if (!mayAct(desk.operator.role, action))
    return html`<a class="button quiet" id="${id}" href="${runAddress(run.id)}">Look</a>`;
  const address =
    action === "review_deal"
      ? `${runAddress(run.id)}#deal`
      : actionAddress(run.id, action, targetOf(attention, null));
  return html`<a class="button quiet" id="${id}" href="${address}"
    >${button}<span class="unseen"> for ${run.legalName}</span></a
  >`;
}

function jobRow(job: Job, list: WorkList, desk: Desk): Markup {
  const { run, attention } = job;
  const who = list.names[`${run.id}/${attention.contact ?? ""}`] ?? "a contact";
  return html`<tr>
    <td data-head="Since">${when(attention.since, desk.now)}</td>
    <th scope="row">
      <a class="partner-name" id="run-${run.id}-${attention.kind}" href="${runAddress(run.id)}"
        ><bdi>${run.legalName}</bdi></a
      ><span class="sub">${run.stage ? STAGE_WORDS[run.stage] : "All stages done"} · ${run.program}</span>
    </th>
    <td>
      <span class="reason">${SHAPES.triangle} ${ATTENTION_WORDS[attention.kind].reason(who, run.stage)}</span>
    </td>
    <td data-head="Deadline">
      ${run.deadline === null ? html`<span class="muted">–</span>` : due(run.deadline, desk.now)}
    </td>
    <td class="number">${mend(job, desk)}</td>
  </tr>`;
}

const lostAt = (row: EffectRow): number => row.settledAt ?? row.dueAt;

const failures = ({ failed }: WorkList, desk: Desk): Markup | null =>
  failed.length === 0
    ? null
    : html`<tr>
        <td data-head="Since">${when(instant(Math.min(...failed.map(lostAt))), desk.now)}</td>
        <th scope="row" colspan="2">
          <span class="reason"
            >${SHAPES.cross} ${failed.length === 1 ? "One thing" : `${failed.length} things`} we tried to do
            ${failed.length === 1 ? "has" : "have"} failed for good</span
          >
        </th>
        <td></td>
        <td class="number">
          <a class="button quiet" id="see-failures" href="/console/effects">See what failed</a>
        </td>
      </tr>`;

const troubles = ({ troubles: count }: WorkList): Markup | null =>
  count === 0
    ? null
    : html`<tr>
        <td data-head="Since"><span class="muted">Now</span></td>
        <th scope="row" colspan="2">
          <span class="reason"
            >${SHAPES.cross} ${count === 1 ? "One onboarding" : `${count} onboardings`} cannot be worked
            on</span
          >
        </th>
        <td></td>
        <td class="number">
          <a class="button quiet" id="see-troubles" href="/console/effects">See why</a>
        </td>
      </tr>`;

const nothing = ({ unreadable }: WorkList): Markup =>
  unreadable.length > 0
    ? html`<p class="empty">Of what can be read, nothing needs you.</p>`
    : html`<div class="empty">
        ${SHAPES.check}<strong>Nothing needs you.</strong>
        <span>Every partner is on time, every decision is made. New work shows up here by itself.</span>
      </div>`;

/** The work list: what is stuck, late or waits for a decision, each with its reason and its button. */
export function workList(list: WorkList, desk: Desk): Markup {
  const jobs = jobsOf(list.runs);
  const count = `${jobs.length}${list.more ? "+" : ""}`;
  return html`${unreadableRuns(list.unreadable)}
    <section class="sheet" aria-labelledby="work-title">
      <header>
        <h1 id="work-title">Needs me</h1>
        <span class="muted num">${jobs.length === 0 ? "" : count}</span>
        ${
          list.more
            ? html`<a class="end" id="all-attention" href="/console/runs?attention=any&amp;order=waiting"
                >See all</a
              >`
            : null
        }
      </header>
      ${
        jobs.length + list.failed.length + list.troubles === 0
          ? nothing(list)
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Work list">
              <table class="stacked work">
                <thead>
                  <tr>
                    <th scope="col">Since</th>
                    <th scope="col">Partner</th>
                    <th scope="col">Reason</th>
                    <th scope="col">Deadline</th>
                    <th scope="col"><span class="unseen">What to do</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${troubles(list)} ${failures(list, desk)} ${jobs.map((job) => jobRow(job, list, desk))}
                </tbody>
              </table>
            </div>`
      }
    </section>`;
}
