import { z } from "zod";
import { openEngine } from "../../local/engine/engine.ts";
import type { Engine } from "../../local/engine/engine.ts";
import { engineWire } from "../../local/engine/wire.ts";
import type { Authority } from "./authority.ts";
import type { Deployment, Resource } from "./deployment.ts";
import type { Functions } from "./functions.ts";
import { ACCOUNT, PARTITION, REGION } from "./physical-ids.ts";
import type { StackClock } from "./stack-clock.ts";
import { forwardTo, listenOnLoopback } from "./wire.ts";
import type { Service } from "./wire.ts";

const schema = z.object({
  DefinitionString: z.string(),
  DefinitionSubstitutions: z.record(z.string(), z.string()).default({}),
  StateMachineType: z.literal("STANDARD").default("STANDARD"),
});

/** The engine names its machines as if they were in a place of its own. */
const HERE = `arn:${PARTITION}:states:${REGION}:${ACCOUNT}:`;
const ENGINE = "arn:aws:states:local:000000000000:";

export interface StateMachine {
  readonly service: Service;
  readonly engine: Engine;
  /** Does all that is due by the stack's clock. */
  readonly run: () => Promise<void>;
  /** Billed state transitions of all executions so far: states entered, and tasks tried again. */
  readonly transitions: () => number;
  readonly close: () => Promise<void>;
}

interface StateMachineOptions {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly authority: Authority;
  readonly clock: StackClock;
}

/** The function as a task: what it throws has the name that Retry and Catch look for. */
function resources({ functions, authority }: StateMachineOptions, machine: Resource) {
  const run = (arn: string) => async (payload: unknown) => {
    const needed = [{ action: "lambda:InvokeFunction", resource: arn }];
    if (!authority.actAs(machine.logicalId, needed)) {
      const why = `${machine.logicalId} is not authorized to perform: lambda:InvokeFunction on resource: ${arn}`;
      throw Object.assign(new Error(why), { name: "Lambda.AccessDeniedException" });
    }
    const answer = await functions.invoke({ arn, event: payload, trigger: "state_machine", by: null });
    if (answer.ok) return answer.payload;
    const { errorType, errorMessage } = answer.error;
    throw Object.assign(new Error(errorMessage), { name: errorType });
  };
  return Object.fromEntries(
    functions.all.flatMap(({ arn, name }) => [
      [arn, run(arn)],
      [name, run(arn)],
    ]),
  );
}

function transitionsOf(engine: Engine, stateMachine: string): number {
  let count = 0;
  let nextToken: string | undefined;
  do {
    const page = engine.listExecutions({
      stateMachine,
      maxResults: 1000,
      ...(nextToken ? { nextToken } : {}),
    });
    for (const { executionArn } of page.executions) {
      const { events } = engine.getExecutionHistory({ executionArn, maxResults: 1000 });
      const entered = events.filter(({ type }) => type.endsWith("StateEntered")).length;
      const scheduled = events.filter(({ type }) => type === "TaskScheduled").length;
      const tasks = events.filter(({ type }) => type === "TaskStateEntered").length;
      count += entered + scheduled - tasks;
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return count;
}

/** The state machine of the template: its definition in our engine, behind the Step Functions protocol. */
export async function runStateMachine(options: StateMachineOptions): Promise<StateMachine> {
  const [machine, ...more] = options.deployment.ofType("AWS::StepFunctions::StateMachine");
  if (!machine || more.length > 0) throw new Error("the template should have one state machine");
  const name = machine.attributes["Name"] ?? "";
  const { DefinitionString, DefinitionSubstitutions } = schema.parse(machine.properties);
  const faults: unknown[] = [];
  const engine = openEngine({
    file: ":memory:",
    clock: options.clock.now,
    resources: resources(options, machine),
    onFault: (fault) => faults.push(fault),
  });
  await engine.createStateMachine({
    name,
    definition: DefinitionString,
    substitutions: DefinitionSubstitutions,
  });
  engine.start();
  const wire = await listenOnLoopback(engineWire(engine));
  const forward = forwardTo(`http://127.0.0.1:${wire.port}`);

  return {
    engine,
    async service(request) {
      const body = Buffer.from(request.body.toString("utf8").replaceAll(HERE, ENGINE));
      const reply = await forward({ ...request, body });
      return { ...reply, body: Buffer.from(reply.body.toString("utf8").replaceAll(ENGINE, HERE)) };
    },
    async run() {
      engine.start();
      await engine.run();
      if (faults.length > 0) throw faults[0];
    },
    transitions: () => transitionsOf(engine, name),
    async close() {
      await wire.close();
      await engine.close();
    },
  };
}
