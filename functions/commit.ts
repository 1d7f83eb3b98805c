import { nextDue } from "../domain/agenda.ts";
import { earlier, workflowCheckAt } from "../domain/between-stages.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import type { Decision, Fact } from "../domain/commands.ts";
import { effectsOf } from "../domain/effects-of.ts";
import type { EffectRow } from "../domain/effect.ts";
import { begin, evolve } from "../domain/evolve.ts";
import type { Actor, LoggedEvent } from "../domain/events.ts";
import { eventId } from "../domain/ids.ts";
import type { EventId, Instant, OnboardingId } from "../domain/ids.ts";
import type { Onboarding } from "../domain/onboarding.ts";
import type { Commit, InboxRow, Stored } from "../domain/ports.ts";
import type { Program } from "../domain/program.ts";
import type { RecordKind, RecordWrite } from "../domain/records.ts";
import { summarize } from "../domain/summarize.ts";
import type { Hmac } from "../domain/world.ts";

/** The head of a chain before its first commit. */
export const GENESIS = "";

/** What the chain's hash is made of; `verify` makes it again. */
export const chainText = (link: {
  readonly id: OnboardingId;
  readonly rev: number;
  readonly prevHash: string;
  readonly events: readonly LoggedEvent[];
}): string => canonicalJson(link);

interface Scene {
  readonly id: OnboardingId;
  /** `null`: the first commit. */
  readonly stored: Stored | null;
  readonly actor: Actor;
  readonly now: Instant;
  readonly program: Program;
  /** The vendor has an endpoint for its own webhooks. */
  readonly outbound: boolean;
  readonly inbox: InboxRow | null;
  readonly hmac: Hmac;
}

/** The records that prove something: an event holds the digest of what was written with it. */
export const PROOFS = ["note", "evidence", "deal"] as const satisfies readonly RecordKind[];
const isProof = ({ kind }: RecordWrite): boolean => PROOFS.some((proof) => proof === kind);

/** `place`: `<kind>/<key>`. What is moved to another place has another digest there. */
export const recordDigest = (
  hmac: Hmac,
  at: { readonly id: OnboardingId; readonly place: string },
  value: unknown,
): string => hmac("erasable", canonicalJson({ ...at, value }));

function digestsOf({ id, hmac }: Scene, records: readonly RecordWrite[]): Pick<LoggedEvent, "digests"> {
  const digests = records.filter(isProof).map(({ kind, key, value }): [string, string] => {
    const place = `${kind}/${key}`;
    return [place, recordDigest(hmac, { id, place }, value)];
  });
  return digests.length > 0 ? { digests: Object.fromEntries(digests) } : {};
}

const noteOf = ({ note }: Fact, key: EventId): readonly RecordWrite[] =>
  note === undefined ? [] : [{ kind: "note", key, value: { text: note } }];

/** The first event vouches for the records of the decision, each one for its note. */
function logged({ facts, records }: Decision, scene: Scene, rev: number) {
  const { actor, now: at } = scene;
  return facts.map((fact, position) => {
    const id = eventId(rev, position);
    const notes = noteOf(fact, id);
    const digests = digestsOf(scene, position === 0 ? [...records, ...notes] : notes);
    return { event: { id, at, actor, event: fact.event, ...digests } satisfies LoggedEvent, notes };
  });
}

function stateAfter({ id, stored }: Scene, events: readonly LoggedEvent[]): Onboarding {
  const [first, ...rest] = events;
  if (!first) throw new Error(`${id}: a commit without events`);
  if (stored) return events.reduce((state, { event, at }) => evolve(state, event, at), stored.onboarding);
  if (first.event.type !== "onboarding.started") throw new Error(`${id}: begins with ${first.event.type}`);
  return rest.reduce((state, { event, at }) => evolve(state, event, at), begin(id, first.event, first.at));
}

/** Everything one decision writes, in one transaction. */
export function commitOf(decision: Decision, scene: Scene): Commit {
  const { id, stored, now, program, outbound, hmac } = scene;
  const rev = (stored?.rev ?? 0) + 1;
  const prevHash = stored?.head ?? GENESIS;
  const entries = logged(decision, scene, rev);
  const events = entries.map((entry) => entry.event);
  const onboarding = stateAfter(scene, events);
  const effects = events.flatMap((event) =>
    effectsOf(event, { onboarding, program, outbound }).map((effect, position): EffectRow => ({
      onboarding: id,
      key: `${event.id}.${position}`,
      effect,
      state: "due",
      dueAt: now,
      attempts: 0,
      createdAt: now,
      settledAt: null,
      outcome: null,
      lastError: null,
    })),
  );
  return {
    onboarding,
    item: { rev, prevHash, hash: hmac("chain", chainText({ id, rev, prevHash, events })), events },
    summary: summarize(onboarding, program),
    dueAt: earlier(nextDue(onboarding, program, now), workflowCheckAt(onboarding)),
    records: [...decision.records, ...entries.flatMap((entry) => entry.notes)],
    effects,
    inbox: scene.inbox,
  };
}
