import type { Funnel } from "../../domain/funnel.ts";
import type { Listing } from "../../domain/ports.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { funnelPart } from "./funnel-part.ts";
import { runTable } from "./run-table.ts";
import type { Choices } from "./run-filters.ts";
import { consolePage, livePart } from "./shell.ts";
import type { Desk } from "./shell.ts";
import { workList } from "./work-list.ts";
import type { WorkList } from "./work-list.ts";

export interface HomeView {
  readonly desk: Desk;
  /** Of one vendor, or `null`: of all the operator covers. */
  readonly vendor: string | null;
  readonly vendors: Choices["vendors"];
  readonly work: WorkList;
  readonly funnels: readonly { readonly vendorName: string; readonly funnel: Funnel | null }[];
  readonly newest: Listing;
}

const vendorPicker = ({ vendor, vendors }: HomeView): Markup | null =>
  vendors.length < 2
    ? null
    : html`<nav aria-label="Vendors">
        <ul class="chips">
          <li><a href="/console" ${vendor === null ? html`aria-current="true"` : null}>All vendors</a></li>
          ${vendors.map(
            ({ id, name }) =>
              html`<li>
                <a href="/console?vendor=${id}" ${vendor === id ? html`aria-current="true"` : null}
                  ><bdi>${name}</bdi></a
                >
              </li>`,
          )}
        </ul>
      </nav>`;

const newestRuns = ({ newest, desk, vendor }: HomeView): Markup =>
  html`<section class="sheet" aria-labelledby="newest-title">
    <header>
      <h2 id="newest-title">Newest runs</h2>
      <a class="end" id="all-runs" href="/console/runs${vendor ? `?vendor=${vendor}` : ""}">All runs</a>
    </header>
    ${
      newest.items.length === 0
        ? html`<p class="empty">No partner has been sent here yet.</p>`
        : runTable(newest.items, desk)
    }
  </section>`;

/** The start page's parts: first what needs me, then how it goes, then what is new. */
export const HOME_PARTS: ReadonlyMap<string, (view: HomeView) => Markup> = new Map<
  string,
  (view: HomeView) => Markup
>([
  ["work", ({ work, desk }) => workList(work, desk)],
  [
    "figures",
    (view) =>
      html`${view.funnels.map(({ funnel, vendorName }) => funnelPart(funnel, vendorName, view.desk))}
      ${newestRuns(view)}`,
  ],
]);

const live = (view: HomeView, name: "work" | "figures", seconds: number): Markup =>
  livePart({
    name,
    address: `/console?${view.vendor ? `vendor=${view.vendor}&` : ""}part=${name}`,
    seconds,
    content: HOME_PARTS.get(name)?.(view) ?? html``,
  });

/** What needs me, first. */
export const homePage = (view: HomeView): string =>
  consolePage(view.desk, {
    title: "Needs me",
    here: "work",
    main: html`${vendorPicker(view)} ${live(view, "work", 5)} ${live(view, "figures", 20)}`,
  });
