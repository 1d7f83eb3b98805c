import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { AsyncInvocations } from "./async-invocations.ts";
import type { Deployment } from "./deployment.ts";
import { fitsPattern } from "./event-pattern.ts";
import { ACCOUNT, REGION } from "./physical-ids.ts";
import type { Piping } from "./piping.ts";
import type { Recorder } from "./recorder.ts";

const ruleSchema = z.object({
  ScheduleExpression: z.string().optional(),
  EventPattern: z.unknown().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Targets: z.array(
    z.strictObject({
      Arn: z.string(),
      Id: z.string(),
      RetryPolicy: z.unknown().optional(),
      DeadLetterConfig: z.unknown().optional(),
    }),
  ),
});

export interface BusEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly detail: unknown;
  readonly resources: readonly string[];
}

export interface EventRules {
  /** Puts an event on the default bus; whether a rule took it. */
  readonly put: (event: BusEvent) => boolean;
  /** Lets every schedule fall due once. */
  readonly ring: () => void;
}

interface EventRulesOptions {
  readonly deployment: Deployment;
  readonly invocations: AsyncInvocations;
  readonly piping: Pick<Piping, "holds" | "send">;
  readonly recorder: Recorder;
  readonly now: () => number;
}

/** The rules of the template: schedules and patterns, whose targets are functions and queues. */
export function eventRules(options: EventRulesOptions): EventRules {
  const { deployment, invocations, piping, recorder, now } = options;
  const rules = deployment
    .ofType("AWS::Events::Rule")
    .map(({ properties, attributes }) => ({ ...ruleSchema.parse(properties), arn: attributes["Arn"] ?? "" }))
    .filter(({ State }) => State === "ENABLED");

  const envelope = (event: BusEvent) => ({
    version: "0",
    id: randomUUID(),
    account: ACCOUNT,
    region: REGION,
    time: `${new Date(now()).toISOString().slice(0, 19)}Z`,
    ...event,
  });

  function send({ Targets, arn, ScheduleExpression }: (typeof rules)[number], event: BusEvent): void {
    recorder.note({ kind: "event", type: event["detail-type"] });
    const by = { service: "events.amazonaws.com", sourceArn: arn };
    const trigger = ScheduleExpression === undefined ? "event" : "schedule";
    for (const target of Targets) {
      if (piping.holds(target.Arn)) piping.send(target.Arn, JSON.stringify(envelope(event)), by);
      else invocations.put({ arn: target.Arn, event: envelope(event), trigger, by });
    }
  }

  return {
    put(event) {
      const full = envelope(event);
      const taking = rules.filter(
        ({ EventPattern }) => EventPattern !== undefined && fitsPattern(EventPattern, full),
      );
      for (const rule of taking) send(rule, event);
      return taking.length > 0;
    },
    ring() {
      for (const rule of rules) {
        if (rule.ScheduleExpression === undefined) continue;
        const resources = [rule.arn];
        send(rule, { source: "aws.events", "detail-type": "Scheduled Event", detail: {}, resources });
      }
    },
  };
}
