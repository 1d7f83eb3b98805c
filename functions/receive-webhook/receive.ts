import { parseVendorId } from "../../domain/ids.ts";
import type { Instant, VendorId } from "../../domain/ids.ts";
import type { Onboardings } from "../../domain/ports.ts";
import { refuse } from "../../domain/result.ts";
import type { Result } from "../../domain/result.ts";
import type { Program } from "../../domain/program.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Clock, Programs, Vendors } from "../../domain/world.ts";
import { A_SECOND, briefly } from "../briefly.ts";
import type { Briefly } from "../briefly.ts";
import { parsePartnerApproved, programNamed } from "../partner-approved.ts";
import type { ProblemDetail } from "../problem.ts";
import type { ProblemCode } from "../problem-catalog.ts";
import { answerAgain } from "../start-onboarding.ts";
import type { Started, StartOnboarding } from "../start-onboarding.ts";
import { isJsonInUtf8, parseBody } from "./read-body.ts";

/** The webhook's id when a signature fits and the timestamp is recent, else `null`. */
export type VerifyWebhook = (signed: {
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<"id" | "timestamp" | "signature", string | undefined>>;
  readonly body: Uint8Array;
  readonly now: Instant;
}) => string | null;

export interface ReceiveDeps {
  readonly vendors: Pick<Vendors, "get">;
  readonly programs: Pick<Programs, "current">;
  readonly onboardings: Pick<Onboardings, "inbox">;
  readonly start: StartOnboarding;
  readonly verify: VerifyWebhook;
  /** SHA-256 in hex. */
  readonly sha256: (bytes: Uint8Array) => string;
  readonly clock: Clock;
}

/** A webhook as it came. A header that came twice has both values, with a comma between them. */
export interface Letter {
  readonly vendorId: string;
  readonly header: (name: string) => string | undefined;
  /** The raw bytes; `null`: more than are read. */
  readonly body: Uint8Array | null;
}

export type NotReceived = ProblemDetail & { readonly code: ProblemCode };

/** Resolves with the body of the 202 once the onboarding is stored; when refused nothing has changed. */
export type Receive = (letter: Letter) => Promise<Result<string, NotReceived>>;

interface Intake extends ReceiveDeps {
  readonly vendor: Briefly<VendorId, Vendor>;
  readonly program: Briefly<string, Program>;
}

interface Sender {
  readonly vendor: Vendor;
  readonly webhookId: string;
}

type Signed = Sender & { readonly bodyHash: string };

// Verified against when the vendor is unknown, so that the answer takes as long.
const NOBODY = "whsec_bm9ib2R5IHNpZ25zIHdpdGggdGhpcyBzZWNyZXQ=";

export function receiver(deps: ReceiveDeps): Receive {
  const intake: Intake = {
    ...deps,
    vendor: briefly((id) => deps.vendors.get(id), deps.clock, A_SECOND),
    program: briefly((id) => deps.programs.current(id), deps.clock, A_SECOND),
  };
  return async ({ vendorId, header, body }) => {
    if (!body) return refuse({ code: "body_too_large" });
    if (!isJsonInUtf8(header)) return refuse({ code: "unsupported_media_type" });
    const sender = await senderOf(intake, { vendorId, header, body });
    if (!sender) return refuse({ code: "webhook_not_verified" });
    const done = await accept(intake, { ...sender, bodyHash: intake.sha256(body) }, body);
    return done.ok ? { ok: true, value: done.value.answer } : done;
  };
}

async function senderOf(
  intake: Intake,
  { vendorId, header, body }: Letter & { readonly body: Uint8Array },
): Promise<Sender | null> {
  const id = parseVendorId(vendorId);
  const vendor = id && (await intake.vendor(id));
  const headers = {
    id: header("webhook-id"),
    timestamp: header("webhook-timestamp"),
    signature: header("webhook-signature"),
  };
  const by = (one: Vendor | null): Sender | null => {
    const secrets = one?.webhookSecrets ?? [NOBODY];
    const webhookId = intake.verify({ secrets, headers, body, now: intake.clock() });
    return one && webhookId !== null ? { vendor: one, webhookId } : null;
  };
  // Signed with a secret that is newer than what is remembered, perhaps.
  return by(vendor) ?? (vendor ? by(await intake.vendor.fresh(vendor.id)) : null);
}

type Accepted = Result<Started, NotReceived>;

async function accept(intake: Intake, signed: Signed, body: Uint8Array): Promise<Accepted> {
  const json = parseBody(body);
  if (!json.ok) return unlessSeen(intake, signed, { code: "malformed_body", detail: json.error });
  const named = programNamed(json.value);
  const program = named === null ? null : await intake.program(named);
  const request = parsePartnerApproved(json.value, program);
  if (!request.ok || !program) {
    const errors = request.ok ? [] : request.error;
    return unlessSeen(intake, signed, { code: "invalid_fields", errors });
  }
  return unlessReused(await intake.start({ ...signed, program, request: request.value }));
}

/** What was accepted once is answered as it was then, also when the same would be refused today. */
async function unlessSeen(
  { onboardings }: Intake,
  { vendor, webhookId, bodyHash }: Signed,
  refusal: NotReceived,
): Promise<Accepted> {
  const seen = await onboardings.inbox(vendor.id, webhookId);
  return seen ? unlessReused(answerAgain(seen, bodyHash)) : refuse(refusal);
}

const unlessReused = (done: Awaited<ReturnType<StartOnboarding>>): Accepted =>
  done.ok ? done : refuse({ code: "webhook_id_reused" });
