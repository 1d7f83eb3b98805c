import { signedAgreementKey } from "../signed-agreement-key.ts";
import type { Agreement } from "../../domain/agreement.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { runIdOf } from "./load-run.ts";
import { notFound } from "./respond.ts";

const KEYS = {
  sent: (_id: OnboardingId, agreement: Agreement) =>
    "document" in agreement ? agreement.document.key : null,
  signed: (id: OnboardingId, agreement: Agreement) =>
    agreement.state === "completed" ? signedAgreementKey(id) : null,
};

/** The agreement as it was sent, or as it was signed. */
export const sendAgreementPdf =
  (deps: OpsConsoleDeps, paper: keyof typeof KEYS) => async (c: ConsoleContext) => {
    const id = runIdOf(c);
    const stored = id && (await deps.onboardings.load(id));
    const key = id && stored ? KEYS[paper](id, stored.onboarding.agreement) : null;
    const bytes = key === null ? null : await deps.documents.get(key);
    if (!bytes) return notFound(c);
    c.header("Content-Type", "application/pdf");
    c.header("Content-Disposition", `attachment; filename="${id}-agreement-${paper}.pdf"`);
    return c.body(Uint8Array.from(bytes));
  };
