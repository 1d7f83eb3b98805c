import type { Certification, ExamProgress } from "../../domain/exam.ts";
import { MANAGER } from "../../domain/ids.ts";
import type { Contact } from "../../domain/onboarding.ts";
import { openStage } from "../../domain/onboarding.ts";
import type { Enrollment } from "../../domain/training.ts";
import { trackOf } from "../../domain/program.ts";
import { shortDate } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import type { ActionName } from "./action-names.ts";
import { mayAct } from "./action-names.ts";
import { ACTION_SPECS } from "./actions/all-actions.ts";
import { mark } from "./marks.ts";
import { namesOf } from "./names.ts";
import { actionAddress } from "./run-view.ts";
import type { RunView } from "./run-view.ts";
import { readerAt } from "./when.ts";
import { waiverWord } from "./waiver-word.ts";
import { ROLE_WORDS } from "./words.ts";

function trainingWords(item: Enrollment, { program, desk }: RunView): string {
  const modules = trackOf(program, item.track)?.modules.length ?? 0;
  switch (item.state) {
    case "enrolled":
      return `0 of ${modules} modules`;
    case "in_progress":
      return `${item.modules.length} of ${modules} modules`;
    case "completed":
      return `trained ${shortDate(item.at, readerAt(desk.now))}`;
    case "waived":
      return `training waived (${waiverWord(item.reason)})`;
  }
}

function examWords(exam: ExamProgress, { desk }: RunView): string {
  const reader = readerAt(desk.now);
  const tries = `${exam.attempts} of ${exam.allowed} attempts`;
  switch (exam.state) {
    case "ready":
      return `exam open, ${tries}`;
    case "in_attempt":
      return "sitting the exam now";
    case "cooling_down":
      return `failed with ${exam.lastScore}%, ${tries}, again from ${shortDate(exam.until, reader)}`;
    case "exhausted":
      return `failed with ${exam.lastScore}%, no attempt left`;
    case "passed":
      return `passed with ${exam.score}% on ${shortDate(exam.at, reader)}`;
    case "waived":
      return `exam waived (${waiverWord(exam.reason)})`;
  }
}

function certificateWords(item: Certification, run: RunView): Markup {
  const until = shortDate(item.expiresAt, readerAt(run.desk.now));
  const word = {
    active: mark("check", "good", `Certified until ${until}`),
    expired: mark("clock", "rest", `Certificate expired ${until}`),
    revoked: mark("cross", "rest", "Certificate revoked"),
  }[item.state];
  return html`<a href="/certificates/${item.id}">${word}</a>`;
}

function progressOf(run: RunView, contact: Contact): Markup {
  const { onboarding } = run.stored;
  const names = namesOf(run.people, run.program);
  const mine = <T extends { readonly contact: string }>(items: readonly T[]): readonly T[] =>
    items.filter((item) => item.contact === contact.id);
  const [enrollments, exams] = [mine(onboarding.enrollments), mine(onboarding.exams)];
  const tracks = [...new Set([...enrollments, ...exams].map(({ track }) => track))];
  if (tracks.length === 0) return html`<span class="muted">–</span>`;
  return html`${tracks.map((track) => {
    const parts = [
      ...enrollments.filter((item) => item.track === track).map((item) => trainingWords(item, run)),
      ...exams.filter((item) => item.track === track).map((exam) => examWords(exam, run)),
    ];
    return html`<span class="progress-line">${names.track(track)}: ${parts.join(" · ")}</span>`;
  })}
  ${mine(onboarding.certifications).map(
    (item) => html`<span class="progress-line">${certificateWords(item, run)}</span>`,
  )}`;
}

const LINKS: readonly ActionName[] = ["resend_link", "reissue_link", "hand_over", "correct_address"];
const LINK_WORDS = ["Send link", "New link", "Hand over", "Address"];

const linksFor = (run: RunView, contact: string): Markup =>
  html`<span class="links"
    >${LINKS.map((action, index) =>
      mayAct(run.desk.operator.role, action) &&
      ACTION_SPECS[action].targets(run).some(({ value }) => value === contact)
        ? html`<a id="${action}-${contact}" href="${actionAddress(run.stored.onboarding.id, action, contact)}"
            >${LINK_WORDS[index]}</a
          >`
        : null,
    )}</span
  >`;

function remindedTimes({ stored: { onboarding } }: RunView, contact: Contact): number {
  const stage = openStage(onboarding);
  const state = stage && onboarding.stages[stage];
  return state?.state === "open" ? (state.reminded[contact.id]?.count ?? 0) : 0;
}

function mailOf(run: RunView, contact: Contact): Markup {
  const reminded = remindedTimes(run, contact);
  return html`${run.people[contact.id]?.email ?? "–"}
  ${contact.bouncedAt === null ? null : mark("triangle", "warn", "comes back")}
  ${reminded > 0 ? html`<span class="sub">reminded ${reminded}× in this stage</span>` : null}`;
}

function contactRow(run: RunView, contact: Contact): Markup {
  const person = run.people[contact.id];
  return html`<tr>
    <th scope="row">
      <bdi class="partner-name">${person?.name ?? `Contact ${contact.id} (erased)`}</bdi>
      <span class="sub"
        >${contact.roles.map((role) => ROLE_WORDS[role]).join(", ") || "no role"} · ${contact.locale}</span
      >
    </th>
    <td data-head="Mail">${mailOf(run, contact)}</td>
    <td data-head="Progress">${progressOf(run, contact)}</td>
    <td>${linksFor(run, contact.id)}</td>
  </tr>`;
}

function managerRow(run: RunView): Markup {
  const manager = run.people[MANAGER];
  return html`<tr>
    <th scope="row">
      <bdi class="partner-name">${manager?.name ?? "–"}</bdi><span class="sub">partner manager</span>
    </th>
    <td data-head="Mail">${manager?.email ?? "–"}</td>
    <td></td>
    <td>${linksFor(run, MANAGER)}</td>
  </tr>`;
}

/** Everybody who takes part, and how far they are. */
export const runPeople = (run: RunView): Markup =>
  html`<section class="sheet" aria-labelledby="people-title">
    <header><h2 id="people-title">People and their progress</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="People">
      <table class="stacked people">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Mail</th>
            <th scope="col">Progress</th>
            <th scope="col"><span class="unseen">Links</span></th>
          </tr>
        </thead>
        <tbody>
          ${run.stored.onboarding.contacts.map((contact) => contactRow(run, contact))} ${managerRow(run)}
        </tbody>
      </table>
    </div>
  </section>`;
