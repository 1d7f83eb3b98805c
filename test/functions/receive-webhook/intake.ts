import { createHash } from "node:crypto";
import { z } from "zod";
import { openSqliteStore } from "../../../adapters/sqlite-store.ts";
import { sha256Hex, signWebhook, verifyWebhook } from "../../../adapters/standard-webhooks.ts";
import { parseOnboardingId } from "../../../domain/ids.ts";
import type { Instant, OnboardingId } from "../../../domain/ids.ts";
import { receiveWebhook } from "../../../functions/receive-webhook/app.ts";
import { receiver } from "../../../functions/receive-webhook/receive.ts";
import type { ProblemCode } from "../../../functions/problem-catalog.ts";
import { startOnboarding } from "../../../functions/start-onboarding.ts";
import { enteredFirst } from "../../../local/entered-first.ts";
import { journaledStarts } from "../../../local/journaled-starts.ts";
import { makeProgram } from "../../make-program.ts";
import { makeVendor, T0, testHmac } from "../../make.ts";

export const BASE_URL = "http://127.0.0.1:8080";
export const SECRET = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;

/** As the documentation prints it. */
export const sampleBody = () => ({
  type: "partner.approved",
  timestamp: "2026-09-01T09:30:00Z",
  data: {
    externalPartnerId: "CRM-4711",
    program: "reseller",
    partner: {
      legalName: "Heizwerk Niederrhein GmbH",
      type: "reseller",
      country: "DE",
      domain: "heizwerk.example",
      registrationId: "HRB 12345",
    },
    contacts: [
      {
        name: "Sabine Vogt",
        email: "sabine.vogt@heizwerk.example",
        locale: "de",
        roles: ["primary", "signatory", "sales"],
      },
      { name: "Tom Baker", email: "tom.baker@heizwerk.example", locale: "en", roles: ["technical"] },
    ],
    partnerManager: { name: "Ines Albers", email: "ines.albers@vendor.example" },
  },
});

export interface Sending {
  readonly id?: string;
  readonly secret?: string;
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The headers of a webhook signed now, `headers` over them. */
export function signedHeaders(body: string | Uint8Array, sending: Sending = {}): Record<string, string> {
  const { id = "msg_1", secret = SECRET, at = T0, headers = {} } = sending;
  const timestamp = Math.floor(at / 1000);
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signWebhook([secret], id, { timestamp, body }),
    ...headers,
  };
}

export type Intake = Awaited<ReturnType<typeof openIntake>>;

export const WAYS = ["directly", "by the journal"] as const;

/** The intake on a store of its own, in memory, with a vendor and a program; the clock stands until `moveTo`. */
export async function openIntake(way: (typeof WAYS)[number] = "directly") {
  const bare = openSqliteStore({ file: ":memory:", hmac: testHmac });
  await bare.vendors.put(makeVendor({ webhookSecrets: [SECRET] }));
  await bare.programs.publish(makeProgram());
  let now = T0;
  let made = 0;
  const clock = () => now;
  const randomId = (length: number) =>
    createHash("sha256").update(String(made++)).digest("hex").slice(0, length);
  const deps = { ...bare, clock, hmac: testHmac, randomId, baseUrl: BASE_URL };
  // It always rests, so that everything is found in the journal.
  const starts = journaledStarts({
    ...deps,
    onFault: (_id, fault) => void Promise.reject(fault),
    isBusy: () => true,
  });
  const isDirect = way === "directly";
  const start = isDirect ? startOnboarding(deps) : starts.start;
  const store = isDirect ? bare : { ...bare, ...enteredFirst(bare, starts.unentered) };
  const { onboardings, vendors, programs } = store;
  const receive = receiver({
    vendors,
    programs,
    onboardings,
    start,
    clock,
    verify: verifyWebhook,
    sha256: sha256Hex,
  });
  const app = receiveWebhook({ baseUrl: BASE_URL, receive });

  const post = async (body: string | Uint8Array, headers: Record<string, string>, path = "/webhooks/acme") =>
    app.request(path, { method: "POST", body, headers });
  return {
    store,
    receive,
    app,
    post,
    send: (body: unknown, sending: Sending = {}) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return post(text, signedHeaders(text, { at: now, ...sending }));
    },
    started: async () => (await store.onboardings.counts("all")).total,
    moveTo: (at: Instant) => {
      now = at;
    },
  };
}

export const ONE_OF_ACME = /^acme\.[a-z0-9]{12}$/;
const Accepted = z.strictObject({
  onboardingId: z.string(),
  status: z.literal("in_progress"),
  links: z.strictObject({ self: z.string(), console: z.string() }),
});
const Problem = z.strictObject({
  type: z.string(),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string().min(1) })).optional(),
});

/** The id in a 202; throws for any other answer. */
export async function accepted(response: Response): Promise<OnboardingId> {
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  const id = parseOnboardingId(Accepted.parse(await response.json()).onboardingId);
  if (!id) throw new Error("The answer names no onboarding.");
  return id;
}

/** The problem answered, with what the answer says of itself. Throws when it is none. */
export async function problemOf(response: Response) {
  const problem = Problem.parse(await response.json());
  return { http: response.status, kind: response.headers.get("content-type"), ...problem };
}

export const refusal = (status: number, code: ProblemCode) => ({
  http: status,
  kind: "application/problem+json",
  status,
  type: `${BASE_URL}/docs/errors#${code}`,
});
