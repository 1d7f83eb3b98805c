import { onboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Commit, InboxRow, Onboardings } from "../domain/ports.ts";
import type { Program } from "../domain/program.ts";
import { ok, refuse } from "../domain/result.ts";
import type { Result } from "../domain/result.ts";
import { start } from "../domain/start.ts";
import { attentionOf, statusOf } from "../domain/summarize.ts";
import type { Status } from "../domain/onboarding.ts";
import type { Vendor } from "../domain/vendor.ts";
import type { Clock, Hmac, RandomId } from "../domain/world.ts";
import { commitOf } from "./commit.ts";
import type { PartnerApproved } from "./partner-approved.ts";

export interface StartRequest {
  readonly vendor: Vendor;
  readonly program: Program;
  readonly request: PartnerApproved;
  readonly webhookId: string;
  /** SHA-256 (hex) of the raw body. */
  readonly bodyHash: string;
}

export interface Started {
  readonly onboardingId: OnboardingId;
  /** The body of the 202, kept so that a repeat gets the same bytes. */
  readonly answer: string;
}

/**
 * Begins an onboarding in one commit; for a partner who is being onboarded it only notes the webhook. Whoever is first
 * of several at once decides, the others get that one's answer. Refused when the webhook-id came with another body.
 */
export type StartOnboarding = (
  input: StartRequest,
) => Promise<Result<Started, { kind: "webhook_id_reused" }>>;

export interface StartDeps {
  readonly onboardings: Pick<Onboardings, "inbox" | "latest" | "acknowledge" | "save" | "load">;
  readonly clock: Clock;
  readonly hmac: Hmac;
  readonly randomId: RandomId;
  readonly baseUrl: string;
}

const TRIES = 5;
const ID_LENGTH = 12;

export const startOnboarding =
  (deps: StartDeps): StartOnboarding =>
  async (input) => {
    const { vendor, program, request, webhookId, bodyHash } = input;
    const { onboardings } = deps;
    // Most partners are new, and of those who are not the save itself tells: nothing is read before it.
    let latest: Awaited<ReturnType<Onboardings["latest"]>> = null;
    for (let tries = 0; tries < TRIES; tries++) {
      const started = latest?.open
        ? await acknowledge(deps, input, latest.id)
        : await begin(deps, input, (latest?.ordinal ?? 0) + 1);
      if (started) return ok(started);
      const seen = await onboardings.inbox(vendor.id, webhookId);
      if (seen) return answerAgain(seen, bodyHash);
      latest = await onboardings.latest(vendor.id, program.id, request.externalPartnerId);
    }
    throw new Error(`${vendor.id}: ${TRIES} times another webhook of this partner was first; send it again`);
  };

/** What a webhook that was accepted before is answered. */
export const answerAgain = (
  seen: InboxRow,
  bodyHash: string,
): Result<Started, { kind: "webhook_id_reused" }> =>
  seen.bodyHash === bodyHash ? ok(startedBy(seen)) : refuse({ kind: "webhook_id_reused" });

/** `null`: this webhook was seen before. */
async function acknowledge(deps: StartDeps, input: StartRequest, id: OnboardingId): Promise<Started | null> {
  const stored = await deps.onboardings.load(id);
  if (!stored) throw new Error(`${id} is listed as open but cannot be read`);
  const status = statusOf(stored.onboarding, attentionOf(stored.onboarding, input.program));
  const inbox = inboxRow(deps, input, { id, status });
  return (await deps.onboardings.acknowledge(inbox)) ? startedBy(inbox) : null;
}

/** An onboarding that was decided on: what its first commit is made of, now or later. */
export interface Beginning {
  readonly input: StartRequest;
  readonly inbox: InboxRow;
  readonly ordinal: number;
}

export const newBeginning = (
  deps: Pick<StartDeps, "clock" | "randomId" | "baseUrl">,
  input: StartRequest,
  ordinal: number,
): Beginning => {
  const id = onboardingId(input.vendor.id, deps.randomId(ID_LENGTH));
  return { input, ordinal, inbox: inboxRow(deps, input, { id, status: "in_progress" }) };
};

export function firstCommit(hmac: Hmac, { input, inbox, ordinal }: Beginning): Commit {
  const { vendor, program, request, webhookId } = input;
  return commitOf(start({ ...request, ordinal }, program), {
    id: inbox.onboarding,
    stored: null,
    actor: { kind: "vendor", webhookId },
    now: inbox.at,
    program,
    outbound: vendor.outbound !== null,
    inbox,
    hmac,
  });
}

/** `null`: another webhook was first, or the partner was here before. */
async function begin(deps: StartDeps, input: StartRequest, ordinal: number): Promise<Started | null> {
  const beginning = newBeginning(deps, input, ordinal);
  const outcome = await deps.onboardings.save(firstCommit(deps.hmac, beginning));
  return outcome === "saved" ? startedBy(beginning.inbox) : null;
}

export const startedBy = ({ onboarding, answer }: InboxRow): Started => ({
  onboardingId: onboarding,
  answer,
});

function inboxRow(
  { baseUrl, clock }: Pick<StartDeps, "baseUrl" | "clock">,
  { vendor, webhookId, bodyHash }: StartRequest,
  { id, status }: { readonly id: OnboardingId; readonly status: Status },
): InboxRow {
  const links = { self: `${baseUrl}/api/onboardings/${id}`, console: `${baseUrl}/console/runs/${id}` };
  const answer = JSON.stringify({ onboardingId: id, status, links });
  return { vendor: vendor.id, webhookId, bodyHash, onboarding: id, answer, at: clock() };
}
