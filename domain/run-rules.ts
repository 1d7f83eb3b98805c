import type { DomainEvent } from "./events.ts";
import { currentStage } from "./onboarding.ts";
import { refuse } from "./result.ts";
import { noted, nothing, notForOps, statusWhenClosed } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";

const putOnHold: Rule<"put_on_hold"> = (o, { note }) => {
  if (o.progress.state === "on_hold") return nothing;
  const refusal = notForOps(o, note);
  return refusal ? refuse(refusal) : noted(note, [{ type: "onboarding.put_on_hold" }]);
};

const resume: Rule<"resume"> = (o, { note }, { now }) => {
  const refusal = notForOps(o, note);
  if (refusal) return refuse(refusal);
  return o.progress.state === "on_hold"
    ? noted(note, [{ type: "onboarding.resumed", shiftedBy: now - o.progress.since }])
    : refuse({ kind: "not_on_hold" });
};

/** An agreement nobody signed ends with the run. */
const close: Rule<"close"> = (o, { as, note }) => {
  if (statusWhenClosed(o) === as) return nothing;
  const refusal = notForOps(o, note);
  if (refusal) return refuse(refusal);
  const during = currentStage(o) ?? "first_deal";
  const open = o.agreement.state === "sent" || o.agreement.state === "opened";
  const events: readonly DomainEvent[] = [
    { type: `onboarding.${as}`, during },
    ...(open ? [{ type: "agreement.expired" } as const] : []),
  ];
  return noted(note, events);
};

export const runRules: Rules<"put_on_hold" | "resume" | "close"> = {
  put_on_hold: putOnHold,
  resume,
  close,
};
