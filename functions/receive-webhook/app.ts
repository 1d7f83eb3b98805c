import { Hono } from "hono";
import type { Context } from "hono";
import { parseVendorId } from "../../domain/ids.ts";
import type { Instant, VendorId } from "../../domain/ids.ts";
import type { Onboardings } from "../../domain/ports.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Clock, Programs, Vendors } from "../../domain/world.ts";
import { briefly } from "../briefly.ts";
import type { Briefly } from "../briefly.ts";
import { parsePartnerApproved, programNamed } from "../partner-approved.ts";
import { problems } from "../problem.ts";
import type { AnswerProblem } from "../problem.ts";
import { answerAgain } from "../start-onboarding.ts";
import type { StartOnboarding } from "../start-onboarding.ts";
import { isJsonInUtf8, parseBody, readBytes } from "./read-body.ts";

/** The webhook's id when a signature fits and the timestamp is recent, else `null`. */
export type VerifyWebhook = (signed: {
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<"id" | "timestamp" | "signature", string | undefined>>;
  readonly body: Uint8Array;
  readonly now: Instant;
}) => string | null;

export interface ReceiveWebhookDeps {
  readonly baseUrl: string;
  readonly vendors: Pick<Vendors, "get">;
  readonly programs: Pick<Programs, "current">;
  readonly onboardings: Pick<Onboardings, "inbox">;
  readonly start: StartOnboarding;
  readonly verify: VerifyWebhook;
  /** SHA-256 in hex. */
  readonly sha256: (bytes: Uint8Array) => string;
  readonly clock: Clock;
  /** Told what went wrong on our side. */
  readonly onFault?: (fault: unknown) => void;
}

interface Intake extends ReceiveWebhookDeps {
  readonly vendor: Briefly<VendorId, Vendor>;
  readonly program: ReturnType<typeof briefly<string, NonNullable<Awaited<ReturnType<Programs["current"]>>>>>;
  readonly answer: AnswerProblem;
}

const REMEMBER_MS = 1000;
// Verified against when the vendor is unknown, so that the answer takes as long.
const NOBODY = "whsec_bm9ib2R5IHNpZ25zIHdpdGggdGhpcyBzZWNyZXQ=";

/** `POST /webhooks/:vendorId`: 202 once the onboarding is stored, else a problem and nothing has changed. */
export function receiveWebhook(deps: ReceiveWebhookDeps): Hono {
  const intake: Intake = {
    ...deps,
    vendor: briefly((id) => deps.vendors.get(id), deps.clock, REMEMBER_MS),
    program: briefly((id) => deps.programs.current(id), deps.clock, REMEMBER_MS),
    answer: problems(deps.baseUrl),
  };
  const app = new Hono();
  app.post("/webhooks/:vendorId", (c) => receive(intake, c));
  app.all("/webhooks/:vendorId", (c) => {
    c.header("Allow", "POST");
    return intake.answer(c, "method_not_allowed");
  });
  app.onError((fault, c) => {
    deps.onFault?.(fault);
    return intake.answer(c, "internal_error");
  });
  return app;
}

async function receive(intake: Intake, c: Context): Promise<Response> {
  const body = await readBytes(c);
  if (!body) return intake.answer(c, "body_too_large");
  if (!isJsonInUtf8(c)) return intake.answer(c, "unsupported_media_type");
  const sender = await verified(intake, c, body);
  if (!sender) return intake.answer(c, "webhook_not_verified");
  const { vendor, webhookId } = sender;
  const done = await accept(intake, c, { vendor, webhookId, bodyHash: intake.sha256(body), body });
  if (done instanceof Response) return done;
  if (!done.ok) return intake.answer(c, "webhook_id_reused");
  return c.body(done.value.answer, 202, { "Content-Type": "application/json", "Cache-Control": "no-store" });
}

interface Verified {
  readonly vendor: Vendor;
  readonly webhookId: string;
}

async function verified(intake: Intake, c: Context, body: Uint8Array): Promise<Verified | null> {
  const id = parseVendorId(c.req.param("vendorId") ?? "");
  const vendor = id && (await intake.vendor(id));
  const headers = {
    id: c.req.header("webhook-id"),
    timestamp: c.req.header("webhook-timestamp"),
    signature: c.req.header("webhook-signature"),
  };
  const by = (one: Vendor | null): Verified | null => {
    const webhookId = intake.verify({
      secrets: one?.webhookSecrets ?? [NOBODY],
      headers,
      body,
      now: intake.clock(),
    });
    return one && webhookId !== null ? { vendor: one, webhookId } : null;
  };
  // Signed with a secret that is newer than what is remembered, perhaps.
  return by(vendor) ?? (vendor ? by(await intake.vendor.fresh(vendor.id)) : null);
}

type Letter = Verified & { readonly bodyHash: string; readonly body: Uint8Array };

async function accept(intake: Intake, c: Context, letter: Letter) {
  const { body, ...sender } = letter;
  const json = parseBody(body);
  if (!json.ok) {
    return unlessSeen(intake, letter, () => intake.answer(c, "malformed_body", { detail: json.error }));
  }
  const named = programNamed(json.value);
  const program = named === null ? null : await intake.program(named);
  const request = parsePartnerApproved(json.value, program);
  if (!request.ok || !program) {
    const errors = request.ok ? [] : request.error;
    return unlessSeen(intake, letter, () => intake.answer(c, "invalid_fields", { errors }));
  }
  return intake.start({ ...sender, program, request: request.value });
}

/** What was accepted once is answered as it was then, also when the same would be refused today. */
async function unlessSeen(
  { onboardings }: Intake,
  { vendor, webhookId, bodyHash }: Letter,
  refuse: () => Response | Promise<Response>,
) {
  const seen = await onboardings.inbox(vendor.id, webhookId);
  return seen ? answerAgain(seen, bodyHash) : refuse();
}
