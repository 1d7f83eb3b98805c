import type { VendorId } from "../../domain/ids.ts";
import type { Status } from "../../domain/onboarding.ts";
import { STATUSES } from "../../domain/onboarding.ts";
import type { Counts } from "../../domain/ports.ts";
import type { Stage } from "../../domain/program.ts";
import { STAGES } from "../../domain/program.ts";
import type { AttentionKind } from "../../domain/summary.ts";
import { ATTENTION } from "../../domain/summary.ts";
import { html } from "../markup.ts";
import type { Child, Markup } from "../markup.ts";
import { ATTENTION_WORDS } from "./attention-words.ts";
import { STAGE_WORDS, STATUS_WORDS } from "./words.ts";

/** What the address of the list says. */
export interface RunsQuery {
  readonly vendor: VendorId | null;
  readonly status: Status | null;
  readonly stage: Stage | null;
  readonly program: string | null;
  readonly attention: AttentionKind | "any" | null;
  readonly search: string;
  readonly order: "newest" | "waiting";
  readonly cursor: string | null;
}

export const ALL_RUNS: RunsQuery = {
  vendor: null,
  status: null,
  stage: null,
  program: null,
  attention: null,
  search: "",
  order: "newest",
  cursor: null,
};

/** The list's address for a query: what is not asked for is left out. */
export function runsAddress(query: Partial<RunsQuery>): string {
  const { vendor, status, stage, program, attention, search, order, cursor } = { ...ALL_RUNS, ...query };
  const entries = { vendor, status, stage, program, attention, q: search, cursor };
  const said = Object.entries(entries).flatMap(([name, value]) =>
    value ? [`${name}=${encodeURIComponent(value)}`] : [],
  );
  const all = order === "waiting" ? [...said, "order=waiting"] : said;
  return all.length === 0 ? "/console/runs" : `/console/runs?${all.join("&")}`;
}

interface Chip {
  readonly word: string;
  readonly count: number;
  readonly query: Partial<RunsQuery>;
}

/** A chip shows exactly as many runs as it says: it drops the other filters. */
function chip({ word, count, query }: Chip, now: RunsQuery): Markup {
  const address = runsAddress({ ...query, vendor: now.vendor });
  const isHere = address === runsAddress({ ...now, cursor: null });
  return html`<li>
    <a
      id="chip-${word.toLowerCase().replaceAll(/[^a-z]+/g, "-")}"
      class="${count === 0 ? "none" : "some"}"
      href="${address}"
      ${isHere ? html`aria-current="true"` : null}
      >${word} <span class="muted num">${count}</span></a
    >
  </li>`;
}

const chipRow = (title: string, chips: readonly Chip[], now: RunsQuery): Markup =>
  html`<div class="chip-row">
    <span>${title}</span>
    <ul class="chips">
      ${chips.map((one) => chip(one, now))}
    </ul>
  </div>`;

/** How many runs there are of each kind; a click shows them. */
export const runChips = (counts: Counts, now: RunsQuery): Markup =>
  html`<nav class="chip-rows" aria-label="Counts">
    ${chipRow(
      "Status",
      [
        { word: "All", count: counts.total, query: {} },
        ...STATUSES.map((status) => ({
          word: STATUS_WORDS[status],
          count: counts.status[status],
          query: { status },
        })),
      ],
      now,
    )}
    ${chipRow(
      "In stage",
      STAGES.map((stage) => ({ word: STAGE_WORDS[stage], count: counts.stage[stage], query: { stage } })),
      now,
    )}
    ${chipRow(
      "Needs you",
      ATTENTION.filter((attention) => counts.attention[attention] > 0 || now.attention === attention).map(
        (attention) => ({
          word: ATTENTION_WORDS[attention].label,
          count: counts.attention[attention],
          query: { attention, order: "waiting" as const },
        }),
      ),
      now,
    )}
  </nav>`;

interface Option {
  readonly value: string;
  readonly word: string;
}

function select(
  name: string,
  label: string,
  { value, options }: { value: string; options: readonly Option[] },
): Markup {
  return html`<div class="field">
    <label for="filter-${name}">${label}</label>
    <select id="filter-${name}" name="${name}">
      <option value="">Any</option>
      ${options.map(
        (option) =>
          html`<option value="${option.value}" ${option.value === value ? html`selected` : null}>
            ${option.word}
          </option>`,
      )}
    </select>
  </div>`;
}

/** What one may choose between. */
export interface Choices {
  readonly programs: readonly string[];
  readonly vendors: readonly { readonly id: VendorId; readonly name: string }[];
}

const statusOptions = STATUSES.map((status) => ({ value: status, word: STATUS_WORDS[status] }));
const stageOptions = STAGES.map((stage) => ({ value: stage, word: STAGE_WORDS[stage] }));
const attentionOptions = [
  { value: "any", word: "Anything" },
  ...ATTENTION.map((kind) => ({ value: kind, word: ATTENTION_WORDS[kind].label })),
];

const vendorSelect = (query: RunsQuery, { vendors }: Choices): Child =>
  vendors.length < 2
    ? null
    : select("vendor", "Vendor", {
        value: query.vendor ?? "",
        options: vendors.map(({ id, name }) => ({ value: id, word: name })),
      });

/** Combines filters; plain GET, so that the address says what is shown. */
export const filterForm = (query: RunsQuery, choices: Choices): Markup =>
  html`<form class="filters" method="get" action="/console/runs" role="search">
    <div class="field search">
      <label for="filter-q">Search</label>
      <input
        id="filter-q"
        name="q"
        type="search"
        value="${query.search}"
        maxlength="200"
        placeholder="Name, id, mail address or domain"
      />
    </div>
    ${vendorSelect(query, choices)}
    ${select("status", "Status", { value: query.status ?? "", options: statusOptions })}
    ${select("stage", "Stage", { value: query.stage ?? "", options: stageOptions })}
    ${select("program", "Program", {
      value: query.program ?? "",
      options: choices.programs.map((program) => ({ value: program, word: program })),
    })}
    ${select("attention", "Needs you for", { value: query.attention ?? "", options: attentionOptions })}
    <div class="actions">
      <button class="button">Show</button
      ><a class="button quiet" href="${runsAddress({ vendor: query.vendor })}">Clear</a>
    </div>
  </form>`;
