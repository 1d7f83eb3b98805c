import type { Onboardings } from "../../domain/ports.ts";
import type { Clock, Deliveries, Outbound, Random } from "../../domain/world.ts";
import { eventTold } from "../event-told.ts";
import { acted, eventBehind } from "../act.ts";
import type { Act, Acted, Scene } from "../act.ts";
import type { Lane } from "../try-effects.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Standard Webhooks 1.0.0's example schedule: ten tries within 76 hours. */
const SCHEDULE = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2, 5, 10, 14, 20, 24].map((step) =>
  step < 100 ? step * HOUR : step,
);

export interface DeliverDeps {
  readonly onboardings: Onboardings;
  readonly deliveries: Deliveries;
  readonly outbound: Outbound;
  /** The `webhook-signature` header: one signature for each secret. */
  readonly sign: (
    secrets: readonly string[],
    id: string,
    signed: { timestamp: number; body: string },
  ) => string;
  readonly clock: Clock;
  readonly random: Random;
}

interface Answer {
  readonly status: number | null;
  readonly error: string | null;
  readonly retryAfterSeconds: number | null;
}

function next({ status, error, retryAfterSeconds }: Answer, attempt: number, random: Random): Acted {
  if (status !== null && status >= 200 && status < 300) return acted(`HTTP ${status}`);
  const reason = error ?? `HTTP ${status}`;
  if (status === 410) return { kind: "failed", error: "HTTP 410: the receiver wants no more" };
  const wait = SCHEDULE[attempt - 1];
  if (wait === undefined) return { kind: "failed", error: `${reason}, after ${attempt} tries` };
  const jittered = wait * (0.8 + 0.4 * random());
  return { kind: "again", error: reason, afterMs: Math.max(jittered, (retryAfterSeconds ?? 0) * SECOND) };
}

/** One try to hand an event to the vendor's endpoint, signed after Standard Webhooks 1.0.0. */
export const deliver =
  (deps: DeliverDeps): Act<"webhook"> =>
  async (effect, scene: Scene): Promise<Acted> => {
    const { outbound } = scene.vendor;
    if (!outbound) return acted("the vendor has no endpoint any more");
    const logged = await eventBehind(deps.onboardings, scene.id, effect.event);
    const { type } = logged.event;
    const data = eventTold(logged.event);
    const body = JSON.stringify({
      type,
      timestamp: new Date(logged.at).toISOString(),
      data: {
        onboardingId: scene.id,
        externalPartnerId: scene.onboarding.externalPartnerId,
        sequence: logged.id,
        ...data,
      },
    });
    const at = deps.clock();
    const timestamp = Math.floor(at / SECOND);
    const webhookId = `${scene.id}_${scene.key}`.replaceAll(".", "_");
    const headers = {
      "content-type": "application/json",
      "webhook-id": webhookId,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": deps.sign(outbound.secrets, webhookId, { timestamp, body }),
    };
    const answer = await answerOf(deps.outbound, outbound.url, { headers, body });
    await deps.deliveries.add({
      onboarding: scene.id,
      effect: scene.key,
      attempt: scene.attempt,
      at,
      status: answer.status,
      error: answer.error,
    });
    return next(answer, scene.attempt, deps.random);
  };

async function answerOf(
  outbound: Outbound,
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
): Promise<Answer> {
  try {
    const { status, retryAfterSeconds } = await outbound.post(url, headers, body);
    return { status, retryAfterSeconds, error: null };
  } catch (fault) {
    const error = fault instanceof Error ? fault.message : String(fault);
    return { status: null, retryAfterSeconds: null, error };
  }
}

/** The vendors' webhooks: a receiver that hangs keeps only other webhooks waiting. */
export function deliverLane(deps: DeliverDeps): Lane {
  const perform = deliver(deps);
  return (effect) => (effect.kind === "webhook" ? (scene) => perform(effect, scene) : null);
}
