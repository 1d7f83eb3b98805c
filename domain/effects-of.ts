import type { Effect, MailKind } from "./effect.ts";
import type { EventOf, EventType, LoggedEvent } from "./events.ts";
import { MANAGER } from "./ids.ts";
import type { ContactId, EventId } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { contactOf, currentDeal, openStage } from "./onboarding.ts";
import { holders, pending } from "./participants.ts";
import type { Program, Stage } from "./program.ts";

interface Scene {
  /** The state after the whole commit. */
  readonly onboarding: Onboarding;
  readonly program: Program;
  readonly id: EventId;
}

type Wants = { readonly [T in EventType]?: (event: EventOf<T>, scene: Scene) => readonly Effect[] };

const STEP: Readonly<Record<Stage, MailKind>> = {
  contract: "contract_step",
  training: "training_step",
  certification: "certification_step",
  first_deal: "first_deal_step",
};

function mail(
  kind: MailKind,
  to: ContactId,
  { id, stage = null }: { id: EventId; stage?: Stage | null },
): Effect {
  return { kind: "mail", mail: kind, to, stage, event: id };
}

const toManager = (kind: MailKind, scene: Scene): readonly Effect[] => [mail(kind, MANAGER, scene)];

/** The mail that carries a person's link; the contract's has nothing to show before the agreement is sent. */
function stepMail(scene: Scene, stage: Stage, to: ContactId): readonly Effect[] {
  const { onboarding } = scene;
  if (onboarding.progress.state !== "open" || onboarding.stages[stage].state !== "open") return [];
  if (stage === "contract" && onboarding.agreement.state === "draft") return [];
  return [mail(STEP[stage], to, { id: scene.id, stage })];
}

/** Those who still have something to do, and whose mail arrives as far as we know. */
const reachable = ({ onboarding }: Scene, stage: Stage): readonly ContactId[] =>
  pending(onboarding, stage).filter((contact) => !contactOf(onboarding, contact)?.bouncedAt);

const stepMails = (scene: Scene, stage: Stage): readonly Effect[] =>
  reachable(scene, stage).flatMap((contact) => stepMail(scene, stage, contact));

/** The open stage's mail for one person, if they take part in it. */
function ownStepMail(scene: Scene, to: ContactId): readonly Effect[] {
  const stage = openStage(scene.onboarding);
  return stage !== null && reachable(scene, stage).includes(to) ? stepMail(scene, stage, to) : [];
}

/** The person to speak to about the company as a whole. */
const primary = ({ onboarding }: Scene): readonly ContactId[] => holders(onboarding, "primary").slice(0, 1);

const resume: Effect = { kind: "resume_workflow" };

const ended = (scene: Scene): readonly Effect[] => [
  resume,
  ...primary(scene).map((to) => mail("onboarding_closed", to, scene)),
];

/** Who will hear of the training at once gets the copy of the agreement with that mail, not by one more. */
function copyMail(scene: Scene): readonly Effect[] {
  const { onboarding, program } = scene;
  const { signatory } = onboarding.agreement;
  const trains =
    onboarding.stages.training.state === "pending" &&
    program.tracks.some((track) => holders(onboarding, track.role).includes(signatory));
  return trains ? [] : [mail("agreement_copy", signatory, scene)];
}

const dealMail = (kind: MailKind, scene: Scene): readonly Effect[] => {
  const deal = currentDeal(scene.onboarding);
  return deal ? [mail(kind, deal.contact, scene)] : [];
};

const WANTS: Wants = {
  "onboarding.started": () => [{ kind: "start_workflow", n: 1 }],
  "onboarding.resumed": (_event, scene) => {
    const stage = openStage(scene.onboarding);
    return stage ? stepMails(scene, stage) : [];
  },
  "onboarding.completed": (_event, scene) => {
    const deal = currentDeal(scene.onboarding);
    const to = deal ? [deal.contact] : primary(scene);
    return to.map((contact) => mail("onboarding_completed", contact, scene));
  },
  // Whoever declines knows it.
  "onboarding.declined": (_event, scene) =>
    scene.onboarding.agreement.state === "declined" ? [resume] : ended(scene),
  "onboarding.withdrawn": (_event, scene) => ended(scene),
  "onboarding.expired": (_event, scene) => ended(scene),

  "stage.opened": ({ stage }, scene) =>
    stage === "contract" ? [{ kind: "draft_agreement" }] : stepMails(scene, stage),
  "stage.reminded": ({ stage, contacts }, scene) =>
    contacts.map((contact) => mail("reminder", contact, { id: scene.id, stage })),
  "stage.overdue": (_event, scene) => toManager("stage_overdue", scene),
  "stage.completed": () => [resume],
  "stage.waived": () => [resume],

  "contact.handed_over": ({ stage, to }, scene) =>
    stage === "contract" ? [{ kind: "draft_agreement" }] : ownStepMail(scene, to.id),
  "contact.added": ({ contact }, scene) => ownStepMail(scene, contact.id),
  "contact.address_corrected": ({ contact, redraft }, scene) =>
    redraft ? [{ kind: "draft_agreement" }] : ownStepMail(scene, contact),
  "link.resent": ({ contact, stage }, scene) => stepMail(scene, stage, contact),
  "link.reissued": ({ contact, stage }, scene) => stepMail(scene, stage, contact),
  "email.bounced": ({ contact }, scene) => (contact === MANAGER ? [] : toManager("mail_bounced", scene)),

  "agreement.sent": ({ signatory }, scene) => stepMail(scene, "contract", signatory),
  "agreement.signed": ({ countersignBy }, scene) =>
    countersignBy === null ? [] : toManager("countersignature_request", scene),
  "agreement.countersignature_overdue": (_event, scene) => toManager("vendor_overdue", scene),
  "agreement.completed": (_event, scene) => [{ kind: "file_agreement" }, ...copyMail(scene)],
  "agreement.declined": (_event, scene) => toManager("agreement_declined", scene),

  "certification.failed": ({ coolDownUntil }, scene) =>
    coolDownUntil === null ? toManager("attempts_exhausted", scene) : [],
  "certification.attempt_granted": ({ contact }, scene) => stepMail(scene, "certification", contact),
  "certification.issued": ({ contact, certificate }, scene) => [
    { kind: "issue_credential", certificate },
    mail("certificate_issued", contact, scene),
  ],

  "certification.revoked": ({ certificate }) => [{ kind: "publish_revocation", certificate }],

  "deal_registration.submitted": (_event, scene) => toManager("deal_review_request", scene),
  "deal_registration.resubmitted": (_event, scene) => toManager("deal_review_request", scene),
  "deal_registration.review_overdue": (_event, scene) => toManager("vendor_overdue", scene),
  "deal_registration.action_required": (_event, scene) => dealMail("deal_action_required", scene),
  // The welcome says it too, when this deal completes the onboarding.
  "deal_registration.approved": (_event, scene) =>
    scene.onboarding.stages.first_deal.state === "completed" ? [] : dealMail("deal_approved", scene),
  "deal_registration.rejected": (_event, scene) => dealMail("deal_rejected", scene),
  "deal_registration.expiring": (_event, scene) => dealMail("protection_expiring", scene),
  "deal_registration.extension_requested": (_event, scene) => toManager("extension_request", scene),
  "deal_registration.extended": (_event, scene) => dealMail("extension_decided", scene),
  "deal_registration.extension_declined": (_event, scene) => dealMail("extension_decided", scene),
};

function wanted<T extends EventType>(event: EventOf<T>, scene: Scene): readonly Effect[] {
  return WANTS[event.type]?.(event, scene) ?? [];
}

/** What a vendor's own systems hear of; the rest is housekeeping. */
const SILENT: readonly EventType[] = [
  "stage.reminded",
  "link.reissued",
  "link.resent",
  "contact.address_corrected",
  "training.module_completed",
  "certification.attempt_started",
];

/** What an event asks of the world. `outbound`: the vendor has an endpoint for its own webhooks. */
export function effectsOf(
  logged: LoggedEvent,
  { onboarding, program, outbound }: { onboarding: Onboarding; program: Program; outbound: boolean },
): readonly Effect[] {
  const effects = wanted(logged.event, { onboarding, program, id: logged.id });
  const webhook: readonly Effect[] =
    outbound && !SILENT.includes(logged.event.type) ? [{ kind: "webhook", event: logged.id }] : [];
  return [...effects, ...webhook];
}
