import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { fileAt } from "./file-at.ts";
import type { Stacks } from "./stacks.ts";

const targetSchema = z.object({ Arn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }) });
const mappingSchema = z.object({
  FunctionName: z.string(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
  FunctionResponseTypes: z.array(z.string()),
});
const alarmSchema = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.string()),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});

const targetsOf = ({ deployment }: Stacks) =>
  deployment
    .ofType("AWS::Events::Rule")
    .flatMap(({ properties }) => z.array(targetSchema).parse(properties["Targets"]));
const mappingsOf = ({ deployment }: Stacks) =>
  deployment
    .ofType("AWS::Lambda::EventSourceMapping")
    .map(({ properties }) => mappingSchema.parse(properties));
const due = (lane: string) => ({
  dynamodb: { NewImage: { type: { S: ["effect"] }, state: { S: ["due"] }, lane: { S: [lane] } } },
});
/** Without an order, each once. */
const set = (names: Iterable<unknown>) => new Set(names);

/** Hops that nobody waits for, and the alarms that tell when one of them fails. */
export function wakingSuite(stacks: () => Stacks): void {
  describe("what nobody waits for", () => {
    test("leaves its dead letters in its function's queue, from each hop", () => {
      const hops = [
        ...targetsOf(stacks()).map((target) => [stacks().nameOf(target.Arn), target.DeadLetterConfig.Arn]),
        ...mappingsOf(stacks()).map((mapping) => [
          stacks().nameOf(mapping.FunctionName),
          mapping.DestinationConfig.OnFailure.Destination,
        ]),
        // Invoked by tick, as its environment says, and by the rules: Lambda's own queue for such events.
        ...["dispatch", "deliver", "tick", "mail-events"].map((name) => [
          name,
          z.object({ TargetArn: z.string() }).parse(stacks().lambda(name).properties["DeadLetterConfig"])
            .TargetArn,
        ]),
      ];
      const queueOf = new Map(hops.map(([name, queue]) => [name, queue]));
      expect(set(queueOf.keys())).toEqual(set(["deliver", "dispatch", "mail-events", "tick"]));
      expect(new Set(queueOf.values()).size).toBe(4);
      for (const [name, queue] of hops) expect(queueOf.get(name)).toBe(queue);
    });

    test("is all that has such a queue: the others are only called synchronously", () => {
      const { variables } = stacks().settings("tick");
      const invoked = [variables["DISPATCH"], variables["DELIVER"]].map((id) => stacks().nameOf(id ?? ""));
      const woken = new Set([
        ...targetsOf(stacks()).map((target) => stacks().nameOf(target.Arn)),
        ...mappingsOf(stacks()).map((mapping) => stacks().nameOf(mapping.FunctionName)),
        ...invoked,
      ]);
      const queued = stacks()
        .deployment.ofType("AWS::Lambda::Function")
        .filter(({ properties }) => properties["DeadLetterConfig"]);
      expect([...woken].toSorted()).toEqual(queued.map(({ ref }) => stacks().nameOf(ref)).toSorted());
    });

    test("raises an alarm for each queue, which keeps its letters for two weeks", () => {
      const watched = stacks()
        .deployment.ofType("AWS::CloudWatch::Alarm")
        .map(({ properties }) => alarmSchema.parse(properties))
        .filter(({ MetricName }) => MetricName === "ApproximateNumberOfMessagesVisible")
        .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => Value));
      const queues = stacks().deployment.ofType("AWS::SQS::Queue");
      expect(set(watched)).toEqual(set(queues.map(({ attributes }) => attributes["QueueName"])));
      for (const { properties } of queues) expect(properties["MessageRetentionPeriod"]).toBe(14 * 24 * 3600);
    });

    test("is woken by the stream only for what is due in its lane, and tells which records failed", () => {
      const lanes = mappingsOf(stacks()).map(({ FunctionName, FilterCriteria: { Filters } }) => [
        stacks().nameOf(FunctionName),
        Filters.map(({ Pattern }) => JSON.parse(Pattern)),
      ]);
      expect(Object.fromEntries(lanes)).toEqual({ dispatch: [due("work")], deliver: [due("webhook")] });
      for (const mapping of mappingsOf(stacks()))
        expect(mapping.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
    });
  });

  describe("the alarms", () => {
    test("tell the topic, and each links to a paragraph that exists", () => {
      const headings = readFileSync(fileAt("docs/operations.md"), "utf8").matchAll(/^#+ (.+)$/gm);
      const anchors = new Set(
        [...headings].map(([, heading = ""]) => heading.toLowerCase().replaceAll(" ", "-")),
      );
      const alarms = stacks()
        .deployment.ofType("AWS::CloudWatch::Alarm")
        .map(({ properties }) => alarmSchema.parse(properties));
      for (const { AlarmDescription, AlarmActions } of alarms) {
        const [, anchor = "no link"] = /docs\/operations\.md#(\S+)$/.exec(AlarmDescription) ?? [];
        expect(anchors).toContain(anchor);
        expect(AlarmActions).toEqual([stacks().only("AWS::SNS::Topic").ref]);
      }
    });

    test("are few, because each is paid for", () => {
      expect(stacks().deployment.ofType("AWS::CloudWatch::Alarm").length).toBeLessThanOrEqual(12);
    });
  });
}
