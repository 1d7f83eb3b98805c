import type { Instant } from "../../domain/ids.ts";
import type { Delivery } from "../../domain/world.ts";
import { isoTime, longDate } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { logEntries } from "./log-entries.ts";
import type { LogEntry } from "./log-entries.ts";
import { SHAPES } from "./marks.ts";
import { LOG_FILTERS, runAddress } from "./run-view.ts";
import type { LogFilter, RunView } from "./run-view.ts";
import { readerAt } from "./when.ts";

const FILTER_WORDS: Record<LogFilter, string> = {
  all: "Everything",
  decisions: "Decisions",
  mail: "Mail",
  deliveries: "Webhooks",
  looks: "Looks",
  problems: "Problems",
};

const shownBy = (filter: LogFilter, entries: readonly LogEntry[]): readonly LogEntry[] =>
  filter === "all" ? entries : entries.filter(({ kinds }) => kinds.includes(filter));

const hour = (at: Instant): string => isoTime(at).slice(11, 16);

const tryLine = ({ attempt, at, status, error }: Delivery): Markup =>
  html`<li>
    ${hour(at)} try ${attempt}:
    ${status === null ? "no answer" : `HTTP ${status}`}${error ? `, ${error}` : ""}
  </li>`;

function entryLine(entry: LogEntry): Markup {
  const problem = entry.kinds.includes("problems") ? " problem" : "";
  const decision = entry.kinds.includes("decisions") ? " decision" : "";
  return html`<li class="entry${problem}${decision}" id="${entry.id}">
    <time class="clock" datetime="${isoTime(entry.at)}">${hour(entry.at)}</time>${SHAPES[entry.shape]}
    <div class="what">
      <span dir="auto">${entry.what}</span>
      ${entry.by ? html`<span class="by">· <bdi>${entry.by}</bdi></span>` : null}
      ${entry.outcome ? html`<span class="outcome${problem}">· ${entry.outcome}</span>` : null}
      ${entry.note ? html`<p class="note" dir="auto">${entry.note}</p>` : null}
      ${
        entry.tries.length > 1
          ? html`<ul class="tries">
              ${entry.tries.map(tryLine)}
            </ul>`
          : null
      }
    </div>
  </li>`;
}

function byDay(entries: readonly LogEntry[]): ReadonlyMap<string, readonly LogEntry[]> {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const day = longDate(entry.at, readerAt(entry.at));
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}

const filterAddress = (run: RunView, filter: LogFilter): string => {
  const base = runAddress(run.stored.onboarding.id);
  return `${base}${filter === "all" ? "" : `?show=${filter}`}#log`;
};

/** What happened, by whom, and what became of it. */
export function runLog(run: RunView): Markup {
  const entries = logEntries(run);
  const shown = shownBy(run.filter, entries);
  return html`<section class="sheet" id="log" aria-labelledby="log-title">
    <header>
      <h2 id="log-title">Timeline</h2>
      <ul class="chips end">
        ${LOG_FILTERS.map(
          (filter) =>
            html`<li>
              <a
                id="show-${filter}"
                href="${filterAddress(run, filter)}"
                ${filter === run.filter ? html`aria-current="true"` : null}
                >${FILTER_WORDS[filter]} <span class="muted num">${shownBy(filter, entries).length}</span></a
              >
            </li>`,
        )}
      </ul>
    </header>
    ${
      shown.length === 0
        ? html`<p class="empty">Nothing of this kind yet.</p>`
        : html`<ol class="log">
            ${[...byDay(shown)].map(
              ([day, items]) =>
                html`<li class="day">${day}</li>
                  ${items.map(entryLine)}`,
            )}
          </ol>`
    }
    <div class="inside">
      <p class="chain">
        Revision ${run.stored.rev} · head of the chain ${run.stored.head || "–"} · times in UTC
      </p>
    </div>
  </section>`;
}
