import type { OnboardingId } from "../domain/ids.ts";
import type { Item } from "./dynamo-item.ts";
import { commitmentIn, type Owed, owedIn } from "./dynamo-owed.ts";
import type { ChangeOwed } from "./dynamo-owed-changes.ts";
import { readTerms } from "./dynamo-records.ts";
import { keyIn, type Table } from "./dynamo-table.ts";
import { writeTerms } from "./dynamo-terms.ts";
import type { Term } from "./term-changes.ts";

/** Enters what the onboarding is found by since these commits, and notes that it is entered. Twice does no harm. */
export async function enterTerms(table: Table, change: ChangeOwed, commits: readonly Item[]): Promise<void> {
  for (const commit of commits) {
    const { terms } = owedIn(commit);
    if (!terms) continue;
    const { id } = commitmentIn(commit);
    await setRight(table, id, terms.touched);
    // Who finds it noted was overtaken, perhaps by a later change too: once more, as it is now.
    if (!(await change(keyIn(commit), noted))) await setRight(table, id, terms.touched);
  }
}

const noted = (owed: Owed): Owed | null => (owed.terms ? { ...owed, terms: null } : null);

/** As the records are now, so that it does not matter which of two commits comes first. */
async function setRight(table: Table, id: OnboardingId, touched: readonly Term[]): Promise<void> {
  const sources = [...new Set(touched.map(({ source }) => source))].filter((source) => source !== "");
  const terms = await Promise.all(sources.map((source) => readTerms(table, id, source)));
  // The partner itself stays as it is.
  const holds = ({ source, term }: Term): boolean =>
    source === "" || (terms[sources.indexOf(source)] ?? []).includes(term);
  await writeTerms(table, id, {
    added: touched.filter(holds),
    removed: touched.filter((term) => !holds(term)),
  });
}
