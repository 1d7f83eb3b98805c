import type { Agreement } from "./agreement.ts";
import { addBusinessDays } from "./calendar.ts";
import type { CommandOf, Context, Refusal } from "./commands.ts";
import type { DomainEvent } from "./events.ts";
import type { ContactId, Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { contactOf, openStage } from "./onboarding.ts";
import type { SignatureEvidence } from "./records.ts";
import { refuse } from "./result.ts";
import { closedFor, happened, noted, nothing, notForOps } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";

type ContractCommand =
  | "send_agreement"
  | "open_agreement"
  | "sign_agreement"
  | "decline_agreement"
  | "countersign";

type Opened = Extract<Agreement, { state: "opened" }>;

const isSigned = ({ state }: Agreement): boolean => state === "signed" || state === "completed";

/** Why this contact cannot act on the agreement. */
function notSignatory(onboarding: Onboarding, contact: ContactId): Refusal | null {
  const closed = closedFor(onboarding, "contract");
  if (closed) return closed;
  if (!contactOf(onboarding, contact)) return { kind: "unknown_contact" };
  return onboarding.agreement.signatory === contact ? null : { kind: "not_yours" };
}

const sendAgreement: Rule<"send_agreement"> = (o, { signatory, redraftedAt, document }) => {
  const { agreement } = o;
  if (agreement.state !== "draft" || openStage(o) !== "contract") return nothing;
  return agreement.signatory === signatory && agreement.redraftedAt === redraftedAt
    ? happened({ type: "agreement.sent", signatory, document })
    : nothing;
};

const openAgreement: Rule<"open_agreement"> = (o, { contact }) => {
  const refusal = notSignatory(o, contact);
  if (refusal) return refuse(refusal);
  if (o.agreement.state === "draft") return refuse({ kind: "agreement_not_ready" });
  return o.agreement.state === "sent" ? happened({ type: "agreement.opened", contact }) : nothing;
};

/** Why the signature does not count. */
function unsigned(agreement: Opened, command: CommandOf<"sign_agreement">): Refusal | null {
  if (agreement.document.sha256 !== command.sha256) return { kind: "agreement_changed" };
  if (!command.authorized) return { kind: "not_authorized" };
  if (!command.consent) return { kind: "no_consent" };
  return command.typedName.trim().length < 2 ? { kind: "name_missing" } : null;
}

function evidenceOf(
  agreement: Opened,
  { command, context }: { command: CommandOf<"sign_agreement">; context: Context },
): SignatureEvidence {
  const { locale, consentVersion } = agreement.document;
  return {
    typedName: command.typedName.trim(),
    ...command.seen,
    consentVersion,
    locale,
    sentAt: agreement.sentAt,
    openedAt: agreement.openedAt,
    signedAt: context.now,
  };
}

const completed = (countersigned: boolean): readonly DomainEvent[] => [
  { type: "agreement.completed", countersigned },
  { type: "stage.completed", stage: "contract" },
];

const signAgreement: Rule<"sign_agreement"> = (o, command, context) => {
  const { agreement } = o;
  if (isSigned(agreement) && agreement.signatory === command.contact) return nothing;
  const closed = notSignatory(o, command.contact);
  if (closed) return refuse(closed);
  if (agreement.state !== "opened") return refuse({ kind: "agreement_not_opened" });
  const refusal = unsigned(agreement, command);
  if (refusal) return refuse(refusal);

  const { contract, calendar } = context.program;
  const countersignBy: Instant | null = contract.countersignature
    ? addBusinessDays(context.now, contract.countersignDays, { country: o.partner.country, calendar })
    : null;
  return noted(
    "",
    [
      { type: "agreement.signed", contact: command.contact, countersignBy },
      ...(countersignBy === null ? completed(false) : []),
    ],
    [{ kind: "evidence", key: "agreement", value: evidenceOf(agreement, { command, context }) }],
  );
};

const declineAgreement: Rule<"decline_agreement"> = (o, { contact, note }) => {
  if (o.agreement.state === "declined" && o.agreement.signatory === contact) return nothing;
  const refusal = notSignatory(o, contact);
  if (refusal) return refuse(refusal);
  if (isSigned(o.agreement)) return refuse({ kind: "already_decided", review: o.agreement.state });
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  return noted(note, [
    { type: "agreement.declined", contact },
    { type: "onboarding.declined", during: "contract" },
  ]);
};

const countersign: Rule<"countersign"> = (o, { note }) => {
  if (o.agreement.state === "completed") return nothing;
  const refusal = notForOps(o, note) ?? closedFor(o, "contract");
  if (refusal) return refuse(refusal);
  return o.agreement.state === "signed" ? noted(note, completed(true)) : refuse({ kind: "not_signed" });
};

export const contractRules: Rules<ContractCommand> = {
  send_agreement: sendAgreement,
  open_agreement: openAgreement,
  sign_agreement: signAgreement,
  decline_agreement: declineAgreement,
  countersign,
};
