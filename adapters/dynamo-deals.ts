import { dealKeys, type DuplicateCandidate } from "../domain/duplicate.ts";
import type { VendorId } from "../domain/ids.ts";
import type { Onboarding } from "../domain/onboarding.ts";
import { stateKey } from "./dynamo-keys.ts";
import { readRecord } from "./dynamo-records.ts";
import { storedIn } from "./dynamo-state.ts";
import { readItems, type Table } from "./dynamo-table.ts";
import { exactly, findTerms, type Match } from "./dynamo-terms.ts";
import { dealTerm } from "./search-terms.ts";

const SOURCE = "deal/";
const ENDED: readonly string[] = ["rejected", "withdrawn", "expired"];

/**
 * A registration that has ended stands in nobody's way. Terms may be a little behind, so that what they find is compared
 * with the registration as it is.
 */
export async function findDealsLike(
  table: Table,
  vendor: VendorId,
  keys: readonly string[],
): Promise<readonly DuplicateCandidate[]> {
  const matches = new Map<string, Match>();
  for (const key of keys) {
    for await (const match of findTerms(table, vendor, exactly(dealTerm(key)))) {
      matches.set(`${match.id}#${match.source}`, match);
    }
  }
  const found = [...matches.values()];
  const states = await readItems(
    table,
    found.map(({ id }) => stateKey(id)),
    { consistent: true },
  );
  const onboardings = states.map((item) => storedIn(item).onboarding);
  const candidates = found.map((match, index) => candidateOf(table, match, onboardings[index]));
  return (await Promise.all(candidates))
    .filter((candidate) => candidate !== null)
    .filter((candidate) => dealKeys(candidate).some((key) => keys.includes(key)));
}

async function candidateOf(
  table: Table,
  { id, source }: Match,
  onboarding: Onboarding | undefined,
): Promise<DuplicateCandidate | null> {
  const number = source.slice(SOURCE.length);
  const stands = onboarding?.deals.some(
    (deal) => String(deal.number) === number && deal.stage !== "lost" && !ENDED.includes(deal.review),
  );
  const form = stands ? await readRecord(table, id, { kind: "deal", key: number }) : null;
  if (!form) return null;
  const { customerName, customerDomain, customerCountry } = form;
  return { record: `${id}#${number}`, customerName, customerDomain, customerCountry };
}
