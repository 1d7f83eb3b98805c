import type { Command } from "../../domain/commands.ts";
import type { DealForm } from "../../domain/deal.ts";
import type { Actor } from "../../domain/events.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import { contactId, instant } from "../../domain/ids.ts";
import type { ContactId } from "../../domain/ids.ts";
import { currentDeal, openStage } from "../../domain/onboarding.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import type { Program } from "../../domain/program.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import { isOver } from "../../domain/training.ts";

/** What somebody does next, and who. */
export interface Act {
  readonly command: Command;
  readonly actor: Actor;
}

/** What people look at before they act. */
export interface Sight {
  readonly onboarding: Onboarding;
  readonly program: Program;
  readonly now: number;
  readonly sheet: (attempt: string) => AttemptSheet | undefined;
  readonly form: (number: number) => DealForm | undefined;
  readonly random: () => number;
  /** Everybody does their best, and the vendor agrees. */
  readonly willing: boolean;
}

const DAY = 86_400_000;
const ops: Actor = { kind: "operator", operator: "olga" };
const byOps = (command: Command): Act => ({ command, actor: ops });
const by = (contact: ContactId, command: Command): Act => ({ command, actor: { kind: "contact", contact } });

const note = "Because it is so.";
const seen = {
  ip: "192.0.2.1",
  userAgent: "none",
  linkId: "l",
  mailId: "m",
  name: "Anna Schmidt",
  email: "c1@partner.example",
  statement: "I may sign.",
  consent: "I agree.",
};

export const dealForm = (now: number, customerName: string): DealForm => ({
  customerName,
  customerDomain: "customer.example",
  customerCountry: "DE",
  customerContact: "Petra Berg",
  need: "Wants its service reports written by an assistant.",
  value: 48_000,
  currency: "EUR",
  targetCloseDate: new Date(now + 90 * DAY).toISOString().slice(0, 10),
  nextSteps: "Workshop",
});

function contractAct({ onboarding: { agreement } }: Sight): Act | null {
  const contact = agreement.signatory;
  switch (agreement.state) {
    case "sent":
      return by(contact, { kind: "open_agreement", contact });
    case "opened": {
      const { sha256 } = agreement.document;
      const signature = { typedName: "Anna Schmidt", authorized: true, consent: true, sha256, seen } as const;
      return by(contact, { kind: "sign_agreement", contact, ...signature });
    }
    case "signed":
      return byOps({ kind: "countersign", note });
    case "draft":
    case "completed":
    case "declined":
    case "expired":
      return null;
  }
}

const answersTo = (ids: readonly { readonly id: string }[], answer: string) =>
  Object.fromEntries(ids.map(({ id }) => [id, [answer]]));

function trainingAct({ onboarding, program, random }: Sight): Act | null {
  const open = onboarding.enrollments.filter((item) => !isOver(item));
  const item = open[Math.floor(random() * open.length)];
  const track = program.tracks.find(({ id }) => id === item?.track);
  if (!item || !track) return null;
  const done = item.state === "in_progress" ? item.modules : [];
  const module = track.modules.find(({ id }) => !done.includes(id));
  if (!module) return null;
  const { contact } = item;
  const answers = answersTo(module.check, "a");
  return by(contact, { kind: "complete_module", contact, track: track.id, module: module.id, answers });
}

function attemptAct({ contact, track, attempts }: ExamProgress, { random }: Sight): Act {
  const attempt = `${contact}${track.slice(0, 1)}${attempts + 1}x${Math.floor(random() * 1e9).toString(36)}`;
  const drawn = [random(), random(), random()];
  return by(contact, { kind: "start_attempt", contact, track, attempt, random: drawn });
}

function examAct(exam: ExamProgress, sight: Sight): Act | null {
  const { contact, track } = exam;
  switch (exam.state) {
    case "ready":
      return attemptAct(exam, sight);
    case "cooling_down":
      return exam.until > sight.now ? null : attemptAct(exam, sight);
    case "in_attempt": {
      const sheet = sight.sheet(exam.attempt);
      if (!sheet) return null;
      const answers = answersTo(sheet.questions, sight.willing || sight.random() < 0.6 ? "a" : "b");
      return by(contact, { kind: "submit_attempt", contact, track, attempt: exam.attempt, sheet, answers });
    }
    case "exhausted":
      return byOps({ kind: "grant_attempt", contact, track, note });
    case "passed":
    case "waived":
      return null;
  }
}

function certificationAct(sight: Sight): Act | null {
  const acts = sight.onboarding.exams.flatMap((exam) => examAct(exam, sight) ?? []);
  return acts[Math.floor(sight.random() * acts.length)] ?? null;
}

function review({ random, willing }: Sight): Act {
  const luck = willing ? 0 : random();
  const decision = luck < 0.7 ? "approve" : luck < 0.85 ? "reject" : "action_required";
  const fields = decision === "action_required" ? (["need"] as const) : [];
  return byOps(
    luck > 0.6 && luck < 0.7 ? { kind: "view_deal" } : { kind: "review_deal", decision, fields, note },
  );
}

function dealAct(sight: Sight): Act | null {
  const { onboarding, now, form } = sight;
  const deal = currentDeal(onboarding);
  const contact =
    deal?.contact ?? onboarding.contacts.find(({ roles }) => roles.includes("sales"))?.id ?? contactId("c1");
  const register = () =>
    by(contact, {
      kind: "register_deal",
      contact,
      form: dealForm(now, `Customer of ${onboarding.id}`),
      candidates: [],
    });
  if (!deal || deal.stage === "lost") return register();
  switch (deal.review) {
    case "submitted":
    case "in_review":
      return review(sight);
    case "action_required": {
      const before = form(deal.number);
      if (!before) return null;
      const after = { ...before, need: `${before.need} And soon.` };
      return by(contact, { kind: "correct_deal", contact, before, form: after, candidates: [] });
    }
    case "approved":
      return by(contact, { kind: "change_deal_stage", contact, stage: "won", note });
    case "rejected":
    case "withdrawn":
    case "expired":
      return register();
  }
}

/** What takes the onboarding further; `null`: there is nothing for people to do now. */
export function forward(sight: Sight): Act | null {
  const { onboarding } = sight;
  if (onboarding.progress.state === "on_hold") return byOps({ kind: "resume", note });
  switch (openStage(onboarding)) {
    case "contract":
      return contractAct(sight);
    case "training":
      return trainingAct(sight);
    case "certification":
      return certificationAct(sight);
    case "first_deal":
      return dealAct(sight);
    case null:
      return null;
  }
}

export const DAYS = (count: number, now: number) => instant(now + count * DAY);
export { by, byOps, note };
