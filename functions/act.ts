import type { Effect } from "../domain/effect.ts";
import type { LoggedEvent } from "../domain/events.ts";
import type { EventId, OnboardingId } from "../domain/ids.ts";
import { vendorOf } from "../domain/ids.ts";
import type { Onboardings, Snapshots, Stored, Workflow } from "../domain/ports.ts";
import type { Program } from "../domain/program.ts";
import type { Vendor } from "../domain/vendor.ts";
import type {
  Clock,
  CredentialSigner,
  Documents,
  Hmac,
  Mailer,
  PdfMaker,
  Programs,
  Vendors,
} from "../domain/world.ts";
import type { Change } from "./change.ts";

export interface DispatchDeps {
  readonly onboardings: Onboardings;
  readonly snapshots: Snapshots;
  readonly programs: Programs;
  readonly vendors: Vendors;
  readonly documents: Documents;
  readonly workflow: Workflow;
  readonly mailer: Mailer;
  readonly pdfMaker: PdfMaker;
  readonly credentials: CredentialSigner;
  readonly change: Change;
  readonly resume: (id: OnboardingId) => Promise<string>;
  readonly hmac: Hmac;
  readonly clock: Clock;
  readonly baseUrl: string;
}

/** What became of one try. */
export type Acted =
  | { readonly kind: "done"; readonly outcome: string }
  /** To be tried again after so many milliseconds; for ever when nothing is wrong with it itself (`patient`). */
  | { readonly kind: "again"; readonly error: string; readonly afterMs: number; readonly patient?: true }
  | { readonly kind: "failed"; readonly error: string };

export const acted = (outcome: string): Acted => ({ kind: "done", outcome });

/** What every effect is about. */
export interface Scene extends Stored {
  readonly id: OnboardingId;
  readonly program: Program;
  readonly vendor: Vendor;
  /** Tries so far, this one counted. */
  readonly attempt: number;
  readonly key: string;
  /** What went wrong the last time. */
  readonly lastError: string | null;
}

type EffectKind = Effect["kind"];

/** Carries out one kind of effect. A fault it throws is written down and tried again. */
export type Act<K extends EffectKind> = (
  effect: Extract<Effect, { kind: K }>,
  scene: Scene,
) => Promise<Acted>;

export async function sceneOf(
  { onboardings, programs, vendors }: Pick<DispatchDeps, "onboardings" | "programs" | "vendors">,
  id: OnboardingId,
): Promise<Omit<Scene, "attempt" | "key" | "lastError">> {
  const stored = await onboardings.load(id);
  if (!stored) throw new Error(`${id}: an effect without an onboarding`);
  const { program: wanted } = stored.onboarding;
  const [program, vendor] = await Promise.all([
    programs.version(wanted.id, wanted.version),
    vendors.get(vendorOf(id)),
  ]);
  if (!program) throw new Error(`${id}: program ${wanted.id}/${wanted.version} is gone`);
  if (!vendor) throw new Error(`${id}: its vendor is gone`);
  return { ...stored, id, program, vendor };
}

/** The event an effect is about. */
export async function eventBehind(
  onboardings: Onboardings,
  id: OnboardingId,
  event: EventId,
): Promise<LoggedEvent> {
  const rev = Number(event.slice(0, event.indexOf(".")));
  const [commit] = await onboardings.commits(id, rev - 1, 1);
  const logged = commit?.events.find((one) => one.id === event);
  if (!logged) throw new Error(`${id}: event ${event} is not in the log`);
  return logged;
}
