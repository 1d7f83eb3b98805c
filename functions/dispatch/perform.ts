import type { Effect } from "../../domain/effect.ts";
import { revokedMarks } from "../revocation.ts";
import { acted } from "../act.ts";
import type { Acted, DispatchDeps, Scene } from "../act.ts";
import { draftAgreement } from "./draft-agreement.ts";
import { fileAgreement } from "./file-agreement.ts";
import { issueCredential } from "./issue-credential.ts";
import { sendMail } from "./send-mail.ts";

/** Carries out an effect of any kind. */
export function performer(deps: DispatchDeps): (effect: Effect, scene: Scene) => Promise<Acted> {
  const acts = {
    draft: draftAgreement(deps),
    file: fileAgreement(deps),
    credential: issueCredential(deps),
    mail: sendMail(deps),
  };
  return async (effect, scene) => {
    switch (effect.kind) {
      case "start_workflow":
        await deps.workflow.start(scene.id, effect.n);
        return acted(`execution ${effect.n}`);
      case "resume_workflow":
        return acted(await deps.resume(scene.id));
      case "draft_agreement":
        return acts.draft(effect, scene);
      case "file_agreement":
        return acts.file(effect, scene);
      case "issue_credential":
        return acts.credential(effect, scene);
      case "publish_revocation":
        await deps.snapshots.putMark(
          `${revokedMarks(scene.vendor.id)}${effect.certificate}`,
          String(deps.clock()),
        );
        return acted(effect.certificate);
      case "mail":
        return acts.mail(effect, scene);
      case "webhook":
        return deps.deliver(effect, scene);
    }
  };
}
