import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import { z } from "zod";
import { fitsPattern } from "./event-pattern.ts";
import { readMapping } from "./event-source-mapping.ts";
import type { MappingSettings } from "./event-source-mapping.ts";
import type { TableItem } from "./operator-place.ts";
import { tellStack } from "./stack-control.ts";

/** How the stream wakes a function, as the template says. */
export async function mappingOf(name: string): Promise<MappingSettings> {
  const all = await tellStack(inject("stack"), { do: "template", type: "AWS::Lambda::EventSourceMapping" });
  const mapping = all
    .map((properties) => readMapping({ properties }))
    .find((one) => one.FunctionName.includes(name));
  if (!mapping) throw new Error(`no stream wakes ${name}`);
  return mapping;
}

const alarmSchema = z.object({
  MetricName: z.string(),
  Threshold: z.number(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});

/** What of a queue an alarm looks at. */
export async function alarmsOf(queueArn: string): Promise<readonly string[]> {
  const all = await tellStack(inject("stack"), { do: "template", type: "AWS::CloudWatch::Alarm" });
  return all
    .map((properties) => alarmSchema.parse(properties))
    .filter(({ Dimensions }) => Dimensions.some(({ Value }) => queueArn.endsWith(`:${Value}`)))
    .map(({ MetricName, Threshold }) => `${MetricName} >= ${Threshold}`);
}

const patternSchema = z.object({ dynamodb: z.object({ NewImage: z.record(z.string(), z.unknown()) }) });
const exactly = z.object({ S: z.tuple([z.string()]) });

/** What the mapping's filter asks of an item. */
function wantedBy({ FilterCriteria }: MappingSettings): TableItem {
  const pattern: unknown = JSON.parse(FilterCriteria?.Filters[0]?.Pattern ?? "{}");
  const wanted = Object.entries(patternSchema.parse(pattern).dynamodb.NewImage);
  return Object.fromEntries(
    wanted.flatMap(([name, value]) => {
      const text = exactly.safeParse(value);
      return text.success ? [[name, { S: text.data.S[0] }]] : [];
    }),
  );
}

function expectFit({ FilterCriteria }: MappingSettings, item: TableItem): TableItem {
  const record = {
    eventName: "INSERT",
    dynamodb: { NewImage: item, Keys: { pk: item["pk"], sk: item["sk"] } },
  };
  const pattern: unknown = JSON.parse(FilterCriteria?.Filters[0]?.Pattern ?? "{}");
  if (!fitsPattern(pattern, record)) throw new Error("no item was made that passes the stream's filter");
  return item;
}

const GARBAGE = Buffer.from("this was never written by us");
const isText = (text: string): boolean => /^[[{]/.test(text);

const garbled = (value: AttributeValue): AttributeValue => {
  if (value.B !== undefined) return { B: GARBAGE };
  return value.S !== undefined && isText(value.S) ? { S: "{" } : value;
};

interface Poison {
  /** Under this partition key instead of its own. */
  readonly pk?: AttributeValue;
  /** What it holds cannot be read. */
  readonly garbled?: boolean;
}

/** An item like the one of these that wakes somebody, and yet one that nobody can work on. */
export function withPoison(
  mapping: MappingSettings,
  items: readonly TableItem[],
  { pk, garbled: unreadable = false }: Poison,
): TableItem {
  const wanted = wantedBy(mapping);
  const likeness = (item: TableItem): number => Object.keys(wanted).filter((name) => name in item).length;
  const [model] = items
    .filter(({ sk }) => /^(EFFECT|COMMIT)#/.test(sk?.S ?? ""))
    .toSorted((one, other) => likeness(other) - likeness(one));
  if (!model) throw new Error("nothing here wakes anybody");
  const sk = { S: (model["sk"]?.S ?? "").replace(/\d{8}/, "00009999") };
  const item = expectFit(mapping, { ...model, ...wanted, sk, ...(pk ? { pk } : {}) });
  if (!unreadable) return item;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, garbled(value)]));
}
