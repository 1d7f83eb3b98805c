import type { Answers } from "./commands.ts";
import type { DuplicateCandidate } from "./duplicate.ts";
import type { EffectRow } from "./effect.ts";
import type { LoggedEvent } from "./events.ts";
import type { Funnel } from "./funnel.ts";
import type { Instant, OnboardingId, VendorId } from "./ids.ts";
import type { Onboarding, Status } from "./onboarding.ts";
import type { Stage } from "./program.ts";
import type { RecordKind, Records, RecordWrite } from "./records.ts";
import type { AttentionKind, Summary } from "./summary.ts";

/** Where the log of an onboarding stands. */
export interface Head {
  /** Counts commits from 1. */
  readonly rev: number;
  /** Hash of the last commit. */
  readonly head: string;
}

export interface Stored extends Head {
  readonly onboarding: Onboarding;
}

/** The link of the chain a commit adds: `hash` is an HMAC over the previous hash, the rev and the events. */
export interface CommitItem {
  readonly rev: number;
  readonly prevHash: string;
  readonly hash: string;
  readonly events: readonly LoggedEvent[];
}

/** A webhook that was accepted, and what it was answered. Kept as long as the onboarding. */
export interface InboxRow {
  readonly vendor: VendorId;
  readonly webhookId: string;
  /** SHA-256 (hex) of the raw body. */
  readonly bodyHash: string;
  readonly onboarding: OnboardingId;
  readonly answer: string;
  readonly at: Instant;
}

/** Everything one change writes, in one transaction, under the condition that `rev` is the next one. */
export interface Commit {
  readonly onboarding: Onboarding;
  readonly item: CommitItem;
  readonly summary: Summary;
  /** When `tick` must look at it next; `null`: never. */
  readonly dueAt: Instant | null;
  readonly records: readonly RecordWrite[];
  readonly effects: readonly EffectRow[];
  /** Only with rev 1: the webhook that started it. */
  readonly inbox: InboxRow | null;
}

/** `stale`: someone saved first. `webhook_seen`, `already_open`: another webhook was first (rev 1 only). */
export type SaveOutcome = "saved" | "stale" | "webhook_seen" | "already_open";

export interface ListQuery {
  readonly vendors: readonly VendorId[] | "all";
  readonly status?: Status | undefined;
  readonly stage?: Stage | undefined;
  readonly program?: string | undefined;
  readonly attention?: AttentionKind | "any" | undefined;
  /** Name prefix, or exact id, external id, mail address or domain. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** `newest`: by start, newest first. `waiting`: by the oldest reason for attention, oldest first. */
  readonly order: "newest" | "waiting";
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; `null` on the last page. */
  readonly next: string | null;
}

/** A page of the list of onboardings. */
export interface Listing extends Page<Summary> {
  /** They belong on this page too, but what is stored of them cannot be read: that keeps nobody else from being shown. */
  readonly unreadable: readonly OnboardingId[];
}

export interface Counts {
  readonly total: number;
  readonly status: Readonly<Record<Status, number>>;
  /** Of those in progress, action_required or on hold. */
  readonly stage: Readonly<Record<Stage, number>>;
  readonly attention: Readonly<Record<AttentionKind, number>>;
}

/** The options chosen for some questions of an attempt. */
export interface SavedAnswers {
  readonly attempt: string;
  readonly answers: Answers;
}

/** State, log and rows beside it. Every key begins with the vendor. */
export interface Onboardings {
  load(id: OnboardingId): Promise<Stored | null>;
  save(commit: Commit): Promise<SaveOutcome>;
  /** Commits after `afterRev`, in order. */
  commits(id: OnboardingId, afterRev: number, limit: number): Promise<readonly CommitItem[]>;

  inbox(vendor: VendorId, webhookId: string): Promise<InboxRow | null>;
  /** The latest onboarding of this partner in this program, and whether it is open. */
  latest(
    vendor: VendorId,
    program: string,
    externalPartnerId: string,
  ): Promise<{ readonly id: OnboardingId; readonly ordinal: number; readonly open: boolean } | null>;
  /** A new webhook-id for a partner who is being onboarded: only its inbox row. `false`: this id was seen before. */
  acknowledge(row: InboxRow): Promise<boolean>;

  record<K extends RecordKind>(id: OnboardingId, kind: K, key: string): Promise<Records[K] | null>;
  records<K extends RecordKind>(id: OnboardingId, kind: K): Promise<Readonly<Record<string, Records[K]>>>;
  /** Outside a commit, as a whole: what can be made again. */
  putRecord(id: OnboardingId, write: RecordWrite): Promise<void>;
  /**
   * Answers of a running exam, in one write; those to other questions stay, also when saved at the same time. Throws
   * when there is no such attempt.
   */
  saveAnswers(id: OnboardingId, saved: SavedAnswers): Promise<void>;

  list(query: ListQuery): Promise<Listing>;
  counts(vendors: readonly VendorId[] | "all"): Promise<Counts>;
  /** Registrations of this vendor that share a domain or a normalized name with the form. */
  dealsLike(vendor: VendorId, keys: readonly string[]): Promise<readonly DuplicateCandidate[]>;
}

/** What waits for a time or a try; one sparse index holds all of it. */
export type DueItem =
  | { readonly kind: "clock"; readonly onboarding: OnboardingId; readonly dueAt: Instant }
  | {
      readonly kind: "effect";
      readonly onboarding: OnboardingId;
      readonly key: string;
      readonly dueAt: Instant;
    };

/** `attempt`: of which try. What it failed at counts only while nobody has begun another; without, it always counts. */
export type Settlement =
  | { readonly state: "done" | "dropped"; readonly outcome: string }
  | { readonly state: "due"; readonly dueAt: Instant; readonly error: string; readonly attempt?: number }
  | { readonly state: "failed"; readonly error: string; readonly attempt?: number };

/** What is still to be done in the world. */
export interface Effects {
  due(now: Instant, limit: number): Promise<readonly DueItem[]>;
  /** Due effects of one onboarding, in the order of the log. */
  dueOf(id: OnboardingId, now: Instant): Promise<readonly EffectRow[]>;
  /** All of them, also the settled ones: the timeline shows what became of each. */
  all(id: OnboardingId): Promise<readonly EffectRow[]>;
  /**
   * Takes it until `until`, counting an attempt; `null` when it is settled, claimed by another, or (for a mail of a
   * stage) the stage is no longer open or the onboarding is on hold: then it is settled as dropped. People are written
   * to again when it is resumed.
   */
  claim(id: OnboardingId, key: string, now: Instant, until: Instant): Promise<EffectRow | null>;
  settle(id: OnboardingId, key: string, settlement: Settlement, at: Instant): Promise<void>;
  /** Fails one that is not settled, or was done and came to nothing. `false`: it stays failed or dropped, or there is none. */
  giveUp(id: OnboardingId, key: string, error: string, at: Instant): Promise<boolean>;
  /** Moves an onboarding's clock that is due at `from` and brought nothing about; `null`: there is nothing to come. */
  postpone(id: OnboardingId, from: Instant, to: Instant | null): Promise<void>;
  /** Makes a failed or done one due again (an operator's retry). `false` when there is none. */
  again(id: OnboardingId, key: string, at: Instant): Promise<boolean>;
  /** Failed ones of these vendors, newest first. */
  failed(vendors: readonly VendorId[] | "all", limit: number): Promise<readonly EffectRow[]>;
}

/** The stage that waits in the workflow. `token` never enters events, logs or the API. */
export interface TaskRow {
  readonly n: number;
  readonly stage: Stage;
  readonly enteredAt: Instant;
  readonly retryCount: number;
  readonly token: string;
}

export interface Tasks {
  /**
   * Only over a smaller (n, stage, enteredAt, retryCount); `false`: a later attempt was here. Stages count in their
   * order, because a clock may have been set back between two of them.
   */
  put(id: OnboardingId, task: TaskRow): Promise<boolean>;
  get(id: OnboardingId): Promise<TaskRow | null>;
  /** Only if the token still matches. */
  drop(id: OnboardingId, token: string): Promise<void>;
}

export interface ClosedExecution {
  readonly onboarding: OnboardingId;
  readonly n: number;
  readonly status: "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly stoppedAt: Instant;
}

export interface Workflow {
  /** Idempotent by (id, n). */
  start(id: OnboardingId, n: number): Promise<void>;
  /** Whether the n-th execution of an onboarding runs; `null`: there is none. */
  isRunning(id: OnboardingId, n: number): Promise<boolean | null>;
  /** A token that was used, timed out or is unknown counts as done. */
  succeed(token: string, output: unknown): Promise<void>;
  fail(token: string, error: string, cause: string): Promise<void>;
  /** Executions that ended after `since` short of their end (failed, timed out, were stopped), oldest first. */
  closedSince(since: Instant): Promise<readonly ClosedExecution[]>;
}

/** The funnel as `tick` last made it. */
export interface Snapshots {
  put(vendor: VendorId, snapshot: Funnel): Promise<void>;
  get(vendor: VendorId): Promise<Funnel | null>;
  /** Small marks of the tick's own (for example up to when closed executions were read). */
  mark(name: string): Promise<string | null>;
  putMark(name: string, value: string): Promise<void>;
  /** Those whose name begins so, in order of name. */
  marks(prefix: string): Promise<readonly { readonly name: string; readonly value: string }[]>;
}
