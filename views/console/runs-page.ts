import type { Counts, Listing } from "../../domain/ports.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { ALL_RUNS, filterForm, runChips, runsAddress } from "./run-filters.ts";
import type { Choices, RunsQuery } from "./run-filters.ts";
import { runTable } from "./run-table.ts";
import { consolePage, livePart, partAddress } from "./shell.ts";
import type { Desk } from "./shell.ts";
import { unreadableRuns } from "./unreadable-runs.ts";
import { counted } from "./words.ts";

export interface RunsView {
  readonly desk: Desk;
  readonly query: RunsQuery;
  readonly page: Listing;
  readonly counts: Counts;
  readonly programs: Choices["programs"];
  readonly vendors: Choices["vendors"];
  /** The cursor came from another list, or was made up. */
  readonly lostPlace: boolean;
}

const isFiltered = (query: RunsQuery): boolean =>
  runsAddress({ ...query, vendor: null, cursor: null, order: "newest" }) !== runsAddress(ALL_RUNS);

const empty = (query: RunsQuery): Markup =>
  isFiltered(query)
    ? html`<div class="empty">
        <strong>No run fits.</strong>
        <span
          >Names are found by how they begin; ids, mail addresses and domains only whole.
          <a href="${runsAddress({ vendor: query.vendor })}">Show all runs</a></span
        >
      </div>`
    : html`<div class="empty">
        <strong>No partner has been sent here yet.</strong>
        <span
          >A run begins when the CRM sends the first signed webhook; <code>npm run trigger</code> sends a
          sample.</span
        >
      </div>`;

function shownWords({ page, query }: RunsView): string {
  const { items, next } = page;
  if (query.cursor === null && next === null) return counted(items.length, "run");
  return query.cursor === null
    ? `The first ${items.length} runs`
    : `${counted(items.length, "run")} further on`;
}

const pager = ({ page, query }: RunsView): Markup | null =>
  page.next === null && query.cursor === null
    ? null
    : html`<nav class="pager" aria-label="Pages">
        ${query.cursor === null ? null : html`<a id="first-page" href="${runsAddress({ ...query, cursor: null })}">From the start</a>`}
        ${
          page.next === null
            ? html`<span>That was all.</span>`
            : html`<a id="next-page" rel="next" href="${runsAddress({ ...query, cursor: page.next })}"
                >Next ${page.items.length}</a
              >`
        }
      </nav>`;

/** Counts and table, which keep themselves up to date; the form in between stays as it is. */
export const RUNS_PARTS: ReadonlyMap<string, (view: RunsView) => Markup> = new Map<
  string,
  (view: RunsView) => Markup
>([
  ["counts", ({ counts, query }) => runChips(counts, query)],
  [
    "list",
    (view) =>
      html`${unreadableRuns(view.page.unreadable)}
        <section class="sheet" aria-labelledby="list-title">
          <header>
            <h2 id="list-title">${shownWords(view)}</h2>
            <span class="muted small end"
              >${view.query.order === "waiting" ? "The one that waits longest first" : "Newest first"}</span
            >
          </header>
          ${view.page.items.length === 0 ? empty(view.query) : runTable(view.page.items, view.desk)}
          ${pager(view)}
        </section>`,
  ],
]);

const live = (view: RunsView, name: "counts" | "list", seconds: number): Markup =>
  livePart({
    name,
    address: partAddress(runsAddress(view.query), name),
    seconds,
    content: RUNS_PARTS.get(name)?.(view) ?? html``,
  });

/** All runs, by filters that stand in the address. */
export const runsPage = (view: RunsView): string =>
  consolePage(view.desk, {
    title: "All runs",
    here: "runs",
    main: html`<div class="page-head"><h1>All runs</h1></div>
      ${
        view.lostPlace
          ? html`<p class="notice warn" role="status">
              That page of the list is no longer known. This is the list from its start.
            </p>`
          : null
      }
      ${live(view, "counts", 15)} ${filterForm(view.query, view)} ${live(view, "list", 10)}`,
  });
