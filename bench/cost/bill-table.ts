import { SERVICES, busyLines, idleBill, storedLines, storyLines, times, total } from "./bill.ts";
import type { Line, MailPlan } from "./bill.ts";
import { isOver, judgeCounts, sayOver } from "./budgets.ts";
import type { Counts } from "./counts.ts";
import { average, MIX } from "./mix.ts";

export interface BillOptions {
  /** Onboardings begun in a month. */
  readonly partners: number;
  readonly plan: MailPlan;
  /** For how long onboardings have been kept. */
  readonly months: number;
}

const usd = (value: number, digits: number): string => `$${value.toFixed(digits)}`;
const left = (text: string): string => `  ${text.padEnd(46)}`;
const count = (value: number): string =>
  (value < 10 ? Number(value.toPrecision(2)) : Math.round(value)).toLocaleString("en-US");

const perItem = ({ service, item, quantity, usd: price }: Line, digits: number): string =>
  `${left(`${service}: ${item}`)}${count(quantity).padStart(20)}${usd(price, digits).padStart(14)}`;

const sumLine = (name: string, lines: readonly Line[], digits: number): string =>
  `${left(name)}${"".padStart(20)}${usd(total(lines), digits).padStart(14)}`;

const part = (title: string, lines: readonly Line[], digits: number): readonly string[] => [
  title,
  ...lines.map((line) => perItem(line, digits)),
  sumLine("together", lines, digits),
  "",
];

function byService(title: string, lines: readonly Line[]): readonly string[] {
  const of = SERVICES.map((service) => ({ service, own: lines.filter((line) => line.service === service) }));
  return [title, ...of.map(({ service, own }) => sumLine(service, own, 2)), sumLine("total", lines, 2), ""];
}

function stories(counts: Counts, plan: MailPlan): readonly string[] {
  const rows = Object.entries(counts.stories).map(([name, story]) => {
    const { invocations, writeUnits, mails } = story;
    const price = usd(total(storyLines(story, counts, plan)), 5);
    const share = `${Math.round((MIX[name] ?? 0) * 100)} %`;
    const figures = [share, invocations, writeUnits, mails, price].map((figure) =>
      String(figure).padStart(13),
    );
    return `  ${name.padEnd(15)}${figures.join("")}`;
  });
  const head = ["share", "invocations", "write units", "mails", "price"]
    .map((word) => word.padStart(13))
    .join("");
  return [`  ${"story".padEnd(15)}${head}`, ...rows, ""];
}

export interface Bill {
  readonly text: string;
  /** The budgets that are exceeded, in words. */
  readonly over: readonly string[];
  readonly total: number;
}

/** The bill of one month, and how the counts stand to the budgets. */
export function monthlyBill(counts: Counts, { partners, plan, months }: BillOptions): Bill {
  const story = average(counts);
  const each = storyLines(story, counts, plan);
  const idle = idleBill(counts);
  const lines = [
    ...times(each, partners),
    ...(partners > 0 ? busyLines(counts) : []),
    ...storedLines(story, partners * months),
    ...idle.lines,
  ];
  const judged = judgeCounts(counts);
  const over = judged.filter(isOver).map(sayOver);
  const text = [
    `Counted on ${counts.date}; mails ${plan === "essentials" ? "on the Essentials plan" : "à la carte"}; list prices of us-east-1 without free tiers.`,
    "",
    ...stories(counts, plan),
    ...part("One onboarding of this mix", each, 6),
    ...part("An installation without partners, a month", idle.lines, 2),
    `  The dashboard is one of the account's first three, which cost nothing; as a fourth it adds ${usd(idle.fourthDashboard, 2)}.`,
    "",
    ...byService(
      `A month with ${partners.toLocaleString("en-US")} partners, and those of ${months} months kept`,
      lines,
    ),
    ...judged.map((one) => `${isOver(one) ? "OVER  " : "within"}  ${sayOver({ ...one, largest: "" })}`),
  ].join("\n");
  return { text, over, total: total(lines) };
}
