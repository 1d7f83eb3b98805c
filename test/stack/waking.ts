import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { Authority } from "./authority.ts";
import type { Deployment } from "./deployment.ts";
import { eventSourceMapping, readMapping } from "./event-source-mapping.ts";
import type { Mapping } from "./event-source-mapping.ts";
import type { Functions } from "./functions.ts";
import { streamActions } from "./needed-actions.ts";
import type { Recorder } from "./recorder.ts";
import { readStream } from "./stream-reader.ts";
import type { StreamReader } from "./stream-reader.ts";

export interface WakingOptions {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly authority: Authority;
  readonly recorder: Recorder;
  readonly streams: DynamoDBStreamsClient;
  /** As the emulator names it. */
  readonly streamArn: string;
  /** Whether each batch comes thrice: twice at the same moment, then once more, and backwards. */
  readonly thrice: () => boolean;
}

/** The table's stream, read for each mapping of the template. */
export interface Waking {
  readonly reader: StreamReader;
  readonly waiting: () => number;
  readonly stop: () => Promise<void>;
}

const backwards = (event: unknown): object => ({ Records: [Object(event).Records].flat().toReversed() });

/** Lambda hands on a batch at least once, and promises no order across items. */
function perhapsThrice({ functions, thrice }: WakingOptions): Functions["invoke"] {
  return async (invocation) => {
    if (!thrice()) return functions.invoke(invocation);
    const again = { ...invocation, event: backwards(invocation.event) };
    const [answer] = await Promise.all([functions.invoke(invocation), functions.invoke(again)]);
    await functions.invoke(again);
    return answer;
  };
}

function mappingsOf(options: WakingOptions): readonly Mapping[] {
  const { deployment, functions, authority, recorder } = options;
  const invoke = perhapsThrice(options);
  return deployment.ofType("AWS::Lambda::EventSourceMapping").map((resource) => {
    const settings = readMapping(resource);
    const one = functions.find(settings.FunctionName);
    if (!one) throw new Error(`${resource.logicalId} wakes a function that is in no template`);
    if (!authority.actAs(one.label, streamActions(deployment, settings.EventSourceArn)))
      throw new Error(`${one.label} may not read the stream that is to wake it`);
    return eventSourceMapping({
      settings,
      functions: { invoke },
      onGivenUp(queue, batch) {
        const sent =
          queue !== null && authority.actAs(one.label, [{ action: "sqs:SendMessage", resource: queue }]);
        if (!sent) functions.faults.push(`${one.label} gave up records, and they are lost`);
        recorder.note({ kind: "dead_letter", queue: queue ?? "nowhere", body: JSON.stringify(batch) });
      },
    });
  });
}

export function wakeFunctions(options: WakingOptions): Waking {
  const mappings = mappingsOf(options);
  const [table] = options.deployment.ofType("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
  const reader = readStream({
    client: options.streams,
    streamArn: options.streamArn,
    knownAs: table?.attributes["StreamArn"] ?? "",
    onRecord: (record) => {
      for (const mapping of mappings) mapping.offer(record);
    },
  });
  return {
    reader,
    waiting: () => mappings.reduce((sum, mapping) => sum + mapping.waiting(), 0),
    async stop() {
      for (const mapping of mappings) mapping.stop();
      await reader.stop();
    },
  };
}
