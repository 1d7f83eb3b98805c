import type { ListQuery } from "../domain/ports.ts";
import { type Item, maybeTextIn } from "./dynamo-item.ts";
import { isOpenStatus } from "./open-status.ts";
import { STATUSES } from "../domain/onboarding.ts";

/** A condition on a state's item. */
export interface Filter {
  readonly fits: (item: Item) => boolean;
}

/** For DynamoDB too, on what an index carries. */
export interface IndexFilter extends Filter {
  readonly expression: string;
  readonly values: Readonly<Record<string, string>>;
}

const is = (name: string, value: string): IndexFilter => ({
  expression: `#${name} = :${name}`,
  values: { [name]: value },
  fits: (item) => maybeTextIn(item, name) === value,
});

const holds = (name: string, value: string): Filter => ({
  fits: (item) => maybeTextIn(item, name)?.includes(value) ?? false,
});

const present = (name: string): Filter => ({ fits: (item) => item[name] !== undefined });

const absent = (name: string): Filter => ({ fits: (item) => item[name] === undefined });

/** Whether somebody is waited for. */
export const WAITS = present("waitingSince");
export const WAITS_NOT = absent("waitingSince");

const CLOSED = STATUSES.filter((status) => !isOpenStatus(status));

const open: IndexFilter = {
  expression: CLOSED.map((status) => `#status <> :${status}`).join(" AND "),
  values: Object.fromEntries(CLOSED.map((status) => [status, status])),
  fits: (item) => isOpenStatus(maybeTextIn(item, "status") ?? ""),
};

/** By what the list index carries. A stage alone means the open ones in it, as the counts do; with a status, that status decides. */
export function listFilters({ status, stage, program }: ListQuery): IndexFilter[] {
  const filters: (IndexFilter | null)[] = [
    status ? is("status", status) : null,
    stage ? is("stage", stage) : null,
    stage && !status ? open : null,
    program ? is("program", program) : null,
  ];
  return filters.filter((filter) => filter !== null);
}

/** By what only the state itself knows. */
export function stateFilters({ attention }: ListQuery): Filter[] {
  if (!attention) return [];
  return [attention === "any" ? WAITS : holds("attention", `,${attention},`)];
}
