import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Resource } from "../stack/deployment.ts";
import { readPipe } from "../stack/pipe.ts";
import { mayUseQueue } from "../stack/queue-policy.ts";
import { fileAt } from "./file-at.ts";
import type { Stacks } from "./stacks.ts";

const targetSchema = z.object({ Arn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }) });
const mappingSchema = z.object({
  FunctionName: z.string(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
  FunctionResponseTypes: z.array(z.string()),
});
const redriveSchema = z.object({ deadLetterTargetArn: z.string() });
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
const pipesOf = ({ deployment }: Stacks) => deployment.ofType("AWS::Pipes::Pipe").map(readPipe);
const queuesOf = ({ deployment }: Stacks) => deployment.ofType("AWS::SQS::Queue");
const isDeadLetters = ({ properties }: Resource): boolean => properties["RedrivePolicy"] === undefined;
/** The function that gets what is sent there, through a queue or not. */
const endOf = (stacks: Stacks, arn: string): string =>
  stacks.nameOf(pipesOf(stacks).find(({ source }) => source === arn)?.target ?? arn);
/** The queues that alarms of this metric watch. */
const watchedBy = ({ deployment }: Stacks, metric: string): readonly string[] =>
  deployment
    .ofType("AWS::CloudWatch::Alarm")
    .map(({ properties }) => alarmSchema.parse(properties))
    .filter(({ MetricName }) => MetricName === metric)
    .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => Value));
const due = (lane: string) => ({
  dynamodb: { NewImage: { [lane]: { S: ["due"] } } },
});
/** Without an order, each once. */
const set = (names: Iterable<unknown>) => new Set(names);

/** Hops that nobody waits for, and the alarms that tell when one of them fails. */
export function wakingSuite(stacks: () => Stacks): void {
  describe("what nobody waits for", () => {
    test("leaves its dead letters in its function's queue, from each hop", () => {
      const hops = [
        ...targetsOf(stacks()).map((target) => [endOf(stacks(), target.Arn), target.DeadLetterConfig.Arn]),
        ...queuesOf(stacks())
          .filter((queue) => !isDeadLetters(queue))
          .map(({ attributes, properties }) => [
            endOf(stacks(), attributes["Arn"] ?? ""),
            redriveSchema.parse(properties["RedrivePolicy"]).deadLetterTargetArn,
          ]),
        ...mappingsOf(stacks()).map((mapping) => [
          stacks().nameOf(mapping.FunctionName),
          mapping.DestinationConfig.OnFailure.Destination,
        ]),
        // Invoked by tick, as its environment says, and by the rules: Lambda's own queue for such events.
        ...["dispatch", "deliver", "tick"].map((name) => [
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
      const queues = queuesOf(stacks()).map(({ attributes }) => attributes["Arn"]);
      const woken = new Set([
        ...targetsOf(stacks())
          .filter((target) => !queues.includes(target.Arn))
          .map((target) => stacks().nameOf(target.Arn)),
        ...mappingsOf(stacks()).map((mapping) => stacks().nameOf(mapping.FunctionName)),
        ...invoked,
      ]);
      const queued = stacks()
        .deployment.ofType("AWS::Lambda::Function")
        .filter(({ properties }) => properties["DeadLetterConfig"]);
      expect([...woken].toSorted()).toEqual(queued.map(({ ref }) => stacks().nameOf(ref)).toSorted());
    });

    test("raises an alarm for each queue of dead letters, and for one that is behind", () => {
      const names = (queues: readonly Resource[]) =>
        set(queues.map(({ attributes }) => attributes["QueueName"]));
      const queues = queuesOf(stacks());
      expect(set(watchedBy(stacks(), "ApproximateNumberOfMessagesVisible"))).toEqual(
        names(queues.filter(isDeadLetters)),
      );
      expect(set(watchedBy(stacks(), "ApproximateAgeOfOldestMessage"))).toEqual(
        names(queues.filter((queue) => !isDeadLetters(queue))),
      );
    });

    test("is kept for two weeks, encrypted, and sent over TLS", () => {
      const policies = JSON.stringify(stacks().deployment.ofType("AWS::SQS::QueuePolicy"));
      expect(
        policies.match(
          /"Deny".{0,99}"aws:SecureTransport":"false"|"aws:SecureTransport":"false".{0,99}"Deny"/g,
        ),
      ).toHaveLength(queuesOf(stacks()).length);
      for (const { properties } of queuesOf(stacks())) {
        expect(properties).toMatchObject({
          MessageRetentionPeriod: 14 * 24 * 3600,
          SqsManagedSseEnabled: true,
        });
      }
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

  describe("what SES tells of mails", () => {
    test("is gathered for a minute, and hidden while mail-events may still be at it", () => {
      const [pipe] = pipesOf(stacks());
      expect(pipe).toMatchObject({ batchSize: 100, windowSeconds: 60 });
      expect(stacks().nameOf(pipe?.target ?? "")).toBe("mail-events");
      expect(stacks().deployment.byId(pipe?.source ?? "")?.properties).toMatchObject({
        RedrivePolicy: { maxReceiveCount: 5 },
        VisibilityTimeout: (6 * stacks().settings("mail-events").timeLimitMs) / 1000 + 60,
      });
    });

    test("is sent to its queue by its rule only", () => {
      const { deployment } = stacks();
      const queue = pipesOf(stacks())[0]?.source ?? "";
      const may = (sourceArn = ""): boolean =>
        mayUseQueue(deployment, queue, { service: "events.amazonaws.com", sourceArn });
      const rules = deployment.ofType("AWS::Events::Rule");
      const sends = rules.filter(({ attributes }) => may(attributes["Arn"]));
      expect(sends).toHaveLength(1);
      expect(JSON.stringify(sends[0]?.properties["Targets"])).toContain(queue);
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
      expect(stacks().deployment.ofType("AWS::CloudWatch::Alarm").length).toBeLessThanOrEqual(13);
    });
  });
}
