import { canonicalJson } from "../domain/canonical-json.ts";
import { fold } from "../domain/evolve.ts";
import type { LoggedEvent } from "../domain/events.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { CommitItem, Onboardings, Stored } from "../domain/ports.ts";
import type { Hmac } from "../domain/world.ts";
import { sameText } from "./same-text.ts";
import { chainText, GENESIS, PROOFS, recordDigest } from "./commit.ts";

interface Deps {
  readonly onboardings: Pick<Onboardings, "load" | "commits" | "records">;
  readonly hmac: Hmac;
  /** The head kept in another place, or `null` when this log was never anchored. */
  readonly anchor: (id: OnboardingId) => Promise<{ readonly rev: number; readonly head: string } | null>;
}

const PAGE = 500;

async function allCommits({ onboardings }: Deps, id: OnboardingId): Promise<readonly CommitItem[]> {
  const all: CommitItem[] = [];
  let page: readonly CommitItem[];
  do {
    page = await onboardings.commits(id, all.length, PAGE);
    all.push(...page);
  } while (page.length === PAGE);
  return all;
}

/** The first commit that does not follow from the one before it. */
function brokenLink(id: OnboardingId, commits: readonly CommitItem[], hmac: Hmac): string | null {
  let prevHash = GENESIS;
  for (const [index, { rev, hash, events, prevHash: stated }] of commits.entries()) {
    const made = hmac("chain", chainText({ id, rev: index + 1, prevHash, events }));
    if (rev !== index + 1) return `commit ${index + 1} is missing`;
    if (stated !== prevHash || !sameText(hash, made)) return `commit ${rev} was changed`;
    prevHash = hash;
  }
  return null;
}

function differsFrom(stored: Stored, commits: readonly CommitItem[]): string | null {
  const last = commits.at(-1);
  if (last?.rev !== stored.rev || last.hash !== stored.head) return "the log ends before the state does";
  const log: readonly LoggedEvent[] = commits.flatMap(({ events }) => events);
  const folded = canonicalJson(fold(stored.onboarding.id, log));
  return folded === canonicalJson(stored.onboarding) ? null : "the state is not what the log amounts to";
}

/** The first record that is not what was written last. One that is not there any more was erased. */
async function changedRecord(
  { onboardings, hmac }: Deps,
  id: OnboardingId,
  commits: readonly CommitItem[],
): Promise<string | null> {
  const written = new Map(
    commits.flatMap(({ events }) => events.flatMap(({ digests }) => Object.entries(digests ?? {}))),
  );
  for (const kind of PROOFS) {
    for (const [key, value] of Object.entries(await onboardings.records(id, kind))) {
      const place = `${kind}/${key}`;
      const made = recordDigest(hmac, { id, place }, value);
      if (!sameText(written.get(place) ?? "", made)) return `record ${place} was changed`;
    }
  }
  return null;
}

async function offAnchor(
  deps: Deps,
  id: OnboardingId,
  commits: readonly CommitItem[],
): Promise<string | null> {
  const anchor = await deps.anchor(id);
  if (!anchor || commits[anchor.rev - 1]?.hash === anchor.head) return null;
  return `the log differs from its anchor at commit ${anchor.rev}`;
}

/** What is wrong with the log of an onboarding; `null` when every commit, the state, the records and the anchor agree. */
export async function verifyLog(deps: Deps, id: OnboardingId): Promise<string | null> {
  const stored = await deps.onboardings.load(id);
  if (!stored) return "there is no such onboarding";
  const commits = await allCommits(deps, id);
  return (
    brokenLink(id, commits, deps.hmac) ??
    differsFrom(stored, commits) ??
    (await changedRecord(deps, id, commits)) ??
    (await offAnchor(deps, id, commits))
  );
}
