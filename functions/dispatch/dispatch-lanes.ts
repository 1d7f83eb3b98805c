import type { Effect } from "../../domain/effect.ts";
import { revokedMarks } from "../revocation.ts";
import { acted } from "../act.ts";
import type { Acted, DispatchDeps, Scene } from "../act.ts";
import type { Lane } from "../try-effects.ts";
import { draftAgreement } from "./draft-agreement.ts";
import { fileAgreement } from "./file-agreement.ts";
import { issueCredential } from "./issue-credential.ts";
import { sendMail } from "./send-mail.ts";

type OwnWork = Exclude<Effect, { kind: "mail" | "webhook" }>;

/** What the onboarding itself waits for. */
function ownWork(deps: DispatchDeps): (effect: OwnWork, scene: Scene) => Promise<Acted> {
  const draft = draftAgreement(deps);
  const file = fileAgreement(deps);
  const credential = issueCredential(deps);
  return async (effect, scene) => {
    switch (effect.kind) {
      case "start_workflow":
        await deps.workflow.start(scene.id, effect.n);
        return acted(`execution ${effect.n}`);
      case "resume_workflow":
        return acted(await deps.resume(scene.id));
      case "draft_agreement":
        return draft(effect, scene);
      case "file_agreement":
        return file(effect, scene);
      case "issue_credential":
        return credential(effect, scene);
      case "publish_revocation":
        await deps.snapshots.putMark(
          `${revokedMarks(scene.vendor.id)}${effect.certificate}`,
          String(deps.clock()),
        );
        return acted(effect.certificate);
    }
  };
}

/** Effects of every kind but the vendor's webhooks, which `deliver` does. */
export function dispatchLanes(deps: DispatchDeps): readonly Lane[] {
  const perform = ownWork(deps);
  const send = sendMail(deps);
  return [
    (effect) =>
      effect.kind === "mail" || effect.kind === "webhook" ? null : (scene) => perform(effect, scene),
    (effect) => (effect.kind === "mail" ? (scene) => send(effect, scene) : null),
  ];
}
