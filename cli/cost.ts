import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { monthlyBill } from "../bench/cost/bill-table.ts";
import type { BillOptions } from "../bench/cost/bill-table.ts";
import { COUNTS_FILE, parseCounts } from "../bench/cost/counts.ts";

const USAGE = `npm run cost -- --partners N [--mail a_la_carte|essentials] [--months M]
Prints what AWS bills for a month in which N partners begin, from counted use and list prices, and compares the counts
with the budgets: exit code 1 when one is exceeded.
--mail     the plan of SES; a_la_carte unless given, which only accounts from before July 2026 have
--months   for how many months of such partners table and bucket hold the data; 12 unless given`;

const whole = (text: string): number | null => (/^\d{1,9}$/.test(text) ? Number(text) : null);

function parse(args: readonly string[]): BillOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      partners: { type: "string", default: "" },
      mail: { type: "string", default: "a_la_carte" },
      months: { type: "string", default: "12" },
    },
  });
  const { mail: plan } = values;
  const [partners, months] = [whole(values.partners), whole(values.months)];
  if (partners === null || months === null) return null;
  return plan === "a_la_carte" || plan === "essentials" ? { partners, plan, months } : null;
}

function optionsIn(args: readonly string[]): BillOptions | null {
  try {
    return parse(args);
  } catch {
    return null;
  }
}

const options = optionsIn(process.argv.slice(2));
if (options) {
  const { text, over } = monthlyBill(parseCounts(readFileSync(COUNTS_FILE, "utf8")), options);
  process.stdout.write(`${text}\n`);
  process.exitCode = over.length === 0 ? 0 : 1;
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
