import type { Command } from "../../domain/commands.ts";
import type { ContactId } from "../../domain/ids.ts";
import { fieldMessage } from "../../views/partner/field-messages.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import { reasonPage } from "../../views/partner/reason-page.ts";
import type { ReasonFor } from "../../views/partner/reason-page.ts";
import { say } from "../../views/partner/visit.ts";
import { changeThen } from "./answers.ts";
import { formOf } from "./form.ts";
import type { Scene } from "./scene.ts";
import type { Verb } from "./with-visit.ts";

const MOST = 2000;

const COMMAND: Record<ReasonFor, (contact: ContactId, note: string) => Command> = {
  decline: (contact, note) => ({ kind: "decline_agreement", contact, note }),
  withdraw: (contact, note) => ({ kind: "withdraw_deal", contact, note }),
  appeal: (contact, note) => ({ kind: "appeal_duplicate", contact, note }),
  extension: (contact, note) => ({ kind: "request_extension", contact, note }),
  lost: (contact, note) => ({ kind: "change_deal_stage", contact, stage: "lost", note }),
};

/** The page that asks first, and why. */
export const askReason =
  (kind: ReasonFor): Verb =>
  ({ c, visit }) =>
    c.html(reasonPage(visit, kind, EMPTY));

/** Does what was asked about, with the reason that was given. */
export const actWithReason =
  (kind: ReasonFor): Verb =>
  async (scene: Scene) => {
    const { c, visit } = scene;
    const form = await formOf(c);
    const note = form.text("note");
    if (note === "" || note.length > MOST) {
      const errors = { note: say(visit, fieldMessage("reason_missing")) };
      return c.html(reasonPage(visit, kind, { typed: form.typed("note"), errors }), 422);
    }
    return changeThen(scene, COMMAND[kind](visit.contact.id, note));
  };
