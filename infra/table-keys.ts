/** The attributes of the table's own key, both strings. */
export const TABLE_KEY = { partition: "pk", sort: "sk" } as const;

/** An index of the table. All partitions are strings. `include`: what it carries besides the keys. */
export interface TableIndex {
  readonly name: string;
  readonly partition: string;
  readonly sort: { readonly name: string; readonly type: "S" | "N" };
  readonly include: readonly string[];
}

/** What waits for a time or a try, in four shards, by when. Only `tick` reads it. */
const DUE: TableIndex = {
  name: "due",
  partition: "dueShard",
  sort: { name: "dueAt", type: "N" },
  include: [],
};

/** The onboardings of a vendor by start; what lists filter by and counts count is in it. */
const LIST: TableIndex = {
  name: "list",
  partition: "listPk",
  sort: { name: "listSk", type: "S" },
  include: ["status", "stage", "program", "attention", "waitingSince"],
};

/** Overloaded: a vendor's onboardings that wait for somebody, and its failed effects. */
const WORK: TableIndex = {
  name: "work",
  partition: "workPk",
  sort: { name: "workSk", type: "S" },
  include: [],
};

/** All sparse: an item is in an index while it has both of its attributes. */
export const TABLE_INDEXES: readonly TableIndex[] = [DUE, LIST, WORK];
