import type { ListQuery } from "../domain/ports.ts";
import { type Item, maybeTextIn } from "./dynamo-item.ts";
import { isOpenStatus } from "./open-status.ts";
import { STATUSES } from "../domain/onboarding.ts";

/** A condition on what the list index carries, for DynamoDB and for items that were read otherwise. */
export interface Filter {
  readonly expression: string;
  readonly values: Readonly<Record<string, string>>;
  readonly fits: (item: Item) => boolean;
}

const is = (name: string, value: string): Filter => ({
  expression: `#${name} = :${name}`,
  values: { [name]: value },
  fits: (item) => maybeTextIn(item, name) === value,
});

const holds = (name: string, value: string): Filter => ({
  expression: `contains(#${name}, :${name})`,
  values: { [name]: value },
  fits: (item) => maybeTextIn(item, name)?.includes(value) ?? false,
});

export const present = (name: string): Filter => ({
  expression: `attribute_exists(#${name})`,
  values: {},
  fits: (item) => item[name] !== undefined,
});

export const absent = (name: string): Filter => ({
  expression: `attribute_not_exists(#${name})`,
  values: {},
  fits: (item) => item[name] === undefined,
});

const CLOSED = STATUSES.filter((status) => !isOpenStatus(status));

const open: Filter = {
  expression: CLOSED.map((status) => `#status <> :${status}`).join(" AND "),
  values: Object.fromEntries(CLOSED.map((status) => [status, status])),
  fits: (item) => isOpenStatus(maybeTextIn(item, "status") ?? ""),
};

/** A stage alone means the open ones in it, as the counts do; with a status, that status decides. */
export function filtersOf({ status, stage, program, attention }: ListQuery): Filter[] {
  const filters: (Filter | null)[] = [
    status ? is("status", status) : null,
    stage ? is("stage", stage) : null,
    stage && !status ? open : null,
    program ? is("program", program) : null,
    attention === "any" ? present("attention") : null,
    attention && attention !== "any" ? holds("attention", `,${attention},`) : null,
  ];
  return filters.filter((filter) => filter !== null);
}
