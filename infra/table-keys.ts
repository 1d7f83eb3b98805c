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

/** The onboardings of a vendor by start, and what changes with a stage: it is not written by what only asks for attention. */
const LIST: TableIndex = {
  name: "list",
  partition: "listPk",
  sort: { name: "listSk", type: "S" },
  include: ["status", "stage", "program"],
};

/** Overloaded: a vendor's onboardings that wait for somebody, with what for, and its commits with failed effects. */
const WORK: TableIndex = {
  name: "work",
  partition: "workPk",
  sort: { name: "workSk", type: "S" },
  include: ["attention"],
};

/** All sparse: an item is in an index while it has both of its attributes. */
export const TABLE_INDEXES: readonly TableIndex[] = [DUE, LIST, WORK];
