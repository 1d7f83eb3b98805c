import type { Effect } from "../../domain/effect.ts";
import { MANAGER } from "../../domain/ids.ts";
import type { MailOutcome, OutgoingMail } from "../../domain/world.ts";
import { composeMail } from "../../views/mail/compose-mail.ts";
import { acted, eventBehind } from "../act.ts";
import type { Act, Acted, DispatchDeps, Scene } from "../act.ts";
import { unknownFate } from "../mail-fate.ts";
import { mailData } from "./mail-data.ts";

type MailEffect = Extract<Effect, { kind: "mail" }>;

const MINUTE = 60_000;
/** What is written down of an effect cannot be erased, and relays like to quote the address. */
function withoutAddress(outcome: MailOutcome, { email }: OutgoingMail["to"]): MailOutcome {
  if (outcome.kind === "sent") return outcome;
  const address = new RegExp(email.replace(/[^\w@]/g, "\\$&"), "gi");
  return { ...outcome, reason: outcome.reason.replace(address, "the address") };
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ").trim();

async function outgoing(deps: DispatchDeps, effect: MailEffect, scene: Scene): Promise<OutgoingMail | null> {
  const [people, logged] = await Promise.all([
    deps.onboardings.records(scene.id, "person"),
    eventBehind(deps.onboardings, scene.id, effect.event),
  ]);
  const [to, manager] = [people[effect.to], people[MANAGER]];
  if (!to || !manager) return null;
  const data = await mailData(deps, scene, { effect, logged, people });
  const { subject, html, text } = composeMail(effect.mail, data);
  return {
    key: `${scene.id}/${scene.key}`,
    vendor: scene.vendor.id,
    from: `"${oneLine(scene.vendor.name).replaceAll('"', "'")}" <${scene.vendor.mailFrom}>`,
    replyTo: effect.to === MANAGER ? scene.vendor.opsEmail : manager.email,
    to: { name: oneLine(to.name), email: to.email },
    subject: oneLine(subject),
    html,
    text,
    headers: { "Auto-Submitted": "auto-generated", "X-Onboarding-Mail": effect.mail },
  };
}

/** Sends one mail. A repeat carries the same key, so that a mailer that can tell delivers it once. */
export const sendMail =
  (deps: DispatchDeps): Act<"mail"> =>
  async (effect, scene): Promise<Acted> => {
    const mail = await outgoing(deps, effect, scene);
    if (!mail) return acted("the person was erased");
    const outcome = withoutAddress(await deps.mailer.send(mail), mail.to);
    switch (outcome.kind) {
      case "sent":
        return acted(outcome.messageId);
      case "bounced": {
        const command = { kind: "record_bounce", contact: effect.to, email: scene.key } as const;
        await deps.change(scene.id, command, { kind: "system", name: "dispatch" });
        return { kind: "failed", error: `bounced: ${outcome.reason}` };
      }
      case "not_sent":
        return {
          kind: "again",
          error: outcome.reason,
          afterMs: Math.min(60, 2 ** scene.attempt) * MINUTE,
          patient: true,
        };
      case "unknown":
        return unknownFate(outcome.reason, scene.lastError);
    }
  };
