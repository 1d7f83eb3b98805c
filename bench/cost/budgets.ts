import { idleBill, storyLines, total } from "./bill.ts";
import type { ActionCounts, Counts, StoryCounts } from "./counts.ts";

/** One thing that is not to be exceeded. `largest`: what it is mostly made of. */
export interface Judged {
  readonly what: string;
  readonly value: number;
  readonly most: number;
  readonly largest: string;
}

const largestOf = (parts: Readonly<Record<string, number>>): string =>
  Object.entries(parts)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 5)
    .map(([name, count]) => `${name} ${Number(count.toPrecision(3))}`)
    .join(", ");

function wholeOnboarding(happy: StoryCounts, counts: Counts): readonly Judged[] {
  const lines = storyLines(happy, counts, "a_la_carte");
  const prices = Object.fromEntries(lines.map(({ service, item, usd }) => [`${service} ${item}`, usd]));
  const byFunction = largestOf(happy.functions);
  return [
    { what: "invocations of a whole onboarding", value: happy.invocations, most: 60, largest: byFunction },
    {
      what: "write units of a whole onboarding",
      value: happy.writeUnits,
      most: 300,
      largest: largestOf(happy.writes),
    },
    { what: "mails of a whole onboarding", value: happy.mails, most: 10, largest: "" },
    { what: "dollars of a whole onboarding", value: total(lines), most: 0.0018, largest: largestOf(prices) },
  ];
}

const actionBudgets = ([what, { invocations, writeUnits, writes }]: [
  string,
  ActionCounts,
]): readonly Judged[] => [
  { what: `invocations of "${what}"`, value: invocations, most: 2, largest: "" },
  { what: `write units of "${what}"`, value: writeUnits, most: 10, largest: largestOf(writes) },
];

/** The counts against the budgets for AWS. */
export function judgeCounts(counts: Counts): readonly Judged[] {
  const happy = counts.stories["happy_path"];
  if (!happy) throw new Error("the happy path was not counted");
  const { lines } = idleBill(counts);
  const idle = Object.fromEntries(lines.map(({ service, item, usd }) => [`${service} ${item}`, usd]));
  return [
    {
      what: "billed states, the start included",
      value: counts.workflow.transitions + 1,
      most: 6,
      largest: "",
    },
    { what: "invocations of the workflow's own", value: counts.workflow.invocations, most: 14, largest: "" },
    ...Object.entries(counts.actions).flatMap(actionBudgets),
    ...wholeOnboarding(happy, counts),
    { what: "dollars of an idle month", value: total(lines), most: 5, largest: largestOf(idle) },
  ];
}

export const isOver = ({ value, most }: Judged): boolean => value > most;

export const sayOver = ({ what, value, most, largest }: Judged): string =>
  `${what}: ${Number(value.toPrecision(3))}, at most ${most}${largest === "" ? "" : ` (${largest})`}`;
