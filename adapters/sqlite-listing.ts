import { type OnboardingId, parseOnboardingId, type VendorId } from "../domain/ids.ts";
import { STATUSES } from "../domain/onboarding.ts";
import type { Listing, ListQuery } from "../domain/ports.ts";
import type { Summary } from "../domain/summary.ts";
import type { Hmac } from "../domain/world.ts";
import { openCursor, sealCursor } from "./list-cursor.ts";
import { isOpenStatus } from "./open-status.ts";
import { readable, type Unread } from "./readable.ts";
import { searchRanges } from "./search-terms.ts";
import type { PackedSummary } from "./sqlite-commit.ts";
import { vendorsIn } from "./sqlite-counts.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { idIn, instantIn, numberIn, textIn } from "./sqlite-row.ts";

/** A condition, and the values of its question marks. */
interface Clause {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Lists are made of parts, each in an order of its own: `waiting` first those that wait, then the rest. */
interface Part {
  readonly name: string;
  readonly index: string;
  readonly column: string;
  readonly descending: boolean;
  readonly where: string;
}

const NEWEST: Part = {
  name: "newest",
  index: "onboarding_newest",
  column: "started_at",
  descending: true,
  where: "true",
};
const WAITING: Part = {
  name: "waiting",
  index: "onboarding_waiting",
  column: "waiting_since",
  descending: false,
  where: "waiting_since IS NOT NULL",
};
const REST: Part = { ...NEWEST, name: "rest", where: "waiting_since IS NULL" };
const PARTS = { newest: [NEWEST], waiting: [WAITING, REST] };

interface Found {
  readonly n: number;
  readonly at: number;
  readonly part: Part;
}

/** After which row to go on: `<part>/<at>/<n>`. */
const positionOf = ({ part, at, n }: Found): string => `${part.name}/${at}/${n}`;

export function listOnboardings(db: SqliteDatabase, hmac: Hmac, query: ListQuery): Listing {
  const [partName, at, n] =
    query.cursor !== undefined ? openCursor(hmac, query, query.cursor).split("/") : [];
  const parts = PARTS[query.order];
  const first = Math.max(
    0,
    parts.findIndex(({ name }) => name === partName),
  );
  const found: Found[] = [];
  for (const [index, part] of parts.slice(first).entries()) {
    const from = index === 0 && query.cursor !== undefined ? { at: Number(at), n: Number(n) } : null;
    const wanted = query.limit + 1 - found.length;
    if (wanted > 0) found.push(...findAcross(db, { query, part, from, wanted }));
  }
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    ...readable(page.map((one) => unreadSummary(db, one.n))),
    next: last && found.length > page.length ? sealCursor(hmac, query, positionOf(last)) : null,
  };
}

interface Search {
  readonly query: ListQuery;
  readonly part: Part;
  readonly from: { readonly at: number; readonly n: number } | null;
  readonly wanted: number;
}

/** Each vendor by itself, so that no query ever runs over two of them; then the best of all. */
function findAcross(db: SqliteDatabase, search: Search): Found[] {
  const sign = search.part.descending ? -1 : 1;
  return vendorsIn(db, search.query.vendors)
    .flatMap((vendor) => findOf(db, vendor, search))
    .toSorted((a, b) => sign * (a.at - b.at || a.n - b.n))
    .slice(0, search.wanted);
}

function findOf(db: SqliteDatabase, vendor: VendorId, { query, part, from, wanted }: Search): Found[] {
  const matches = matching(db, vendor, query.search?.trim() ?? "");
  const direction = part.descending ? "DESC" : "ASC";
  const clauses: Clause[] = [
    // The plus sign keeps SQLite from walking the whole vendor where a handful of rows is known already.
    { sql: matches.few ? "+vendor = ?" : "vendor = ?", values: [vendor] },
    { sql: part.where, values: [] },
    ...(from
      ? [{ sql: `(${part.column}, n) ${part.descending ? "<" : ">"} (?, ?)`, values: [from.at, from.n] }]
      : []),
    ...filters(query),
    ...matches.clauses,
  ];
  return db
    .prepare(
      `SELECT n, ${part.column} AS at FROM onboarding ${matches.few ? "" : `INDEXED BY ${part.index}`}
       WHERE ${clauses.map(({ sql }) => sql).join(" AND ")} ORDER BY at ${direction}, n ${direction} LIMIT ?`,
    )
    .all(...clauses.flatMap(({ values }) => values), wanted)
    .map((row) => ({ n: numberIn(row, "n"), at: numberIn(row, "at"), part }));
}

const OPEN = STATUSES.filter(isOpenStatus)
  .map((status) => `'${status}'`)
  .join(", ");

/** A stage alone means the open ones in it, as the counts do; with a status, that status decides. */
function filters({ status, stage, program, attention }: ListQuery): Clause[] {
  const clauses: (Clause | null)[] = [
    status ? { sql: "status = ?", values: [status] } : null,
    stage ? { sql: "stage = ?", values: [stage] } : null,
    stage && !status ? { sql: `status IN (${OPEN})`, values: [] } : null,
    program ? { sql: "program = ?", values: [program] } : null,
    attention === "any" ? { sql: "attention <> ''", values: [] } : null,
    attention && attention !== "any" ? { sql: "instr(attention, ?) > 0", values: [`,${attention},`] } : null,
  ];
  return clauses.filter((clause) => clause !== null);
}

const FEW = 500;

/** Few matches are looked up one by one; many are so dense that walking the list finds a page soon. */
function matching(
  db: SqliteDatabase,
  vendor: VendorId,
  search: string,
): { readonly few: boolean; readonly clauses: readonly Clause[] } {
  if (!search) return { few: false, clauses: [] };
  const { sql, values } = candidates(vendor, search);
  const numbers = db
    .prepare(`SELECT n FROM (${sql}) LIMIT ?`)
    .all(...values, FEW + 1)
    .map((row) => numberIn(row, "n"));
  return numbers.length > FEW
    ? { few: false, clauses: [{ sql: `n IN (${sql})`, values }] }
    : {
        few: true,
        clauses: [{ sql: "n IN (SELECT value FROM json_each(?))", values: [JSON.stringify(numbers)] }],
      };
}

function candidates(vendor: VendorId, search: string): Clause {
  const ranges = searchRanges(search);
  return {
    sql: [
      ...ranges.map(() => "SELECT n FROM search WHERE vendor = ? AND term >= ? AND term < ?"),
      "SELECT n FROM onboarding WHERE vendor = ? AND external_id = ?",
      "SELECT n FROM onboarding WHERE +vendor = ? AND id = ?",
    ].join(" UNION ALL "),
    values: [
      ...ranges.flatMap(({ from, to }) => [vendor, from, to]),
      vendor,
      search,
      vendor,
      parseOnboardingId(search) ?? "",
    ],
  };
}

function unreadSummary(db: SqliteDatabase, n: number): Unread<OnboardingId, Summary> {
  const row = db
    .prepare("SELECT id, external_id, program, started_at, summary FROM onboarding WHERE n = ?")
    .get(n);
  if (!row) throw new Error(`Onboarding number ${n} is in an index only.`);
  const id = idIn(row);
  const read = (): Summary => {
    const rest: PackedSummary = JSON.parse(textIn(row, "summary"));
    return {
      ...rest,
      id,
      externalPartnerId: textIn(row, "external_id"),
      program: textIn(row, "program"),
      startedAt: instantIn(row, "started_at"),
    };
  };
  return { id, read };
}
