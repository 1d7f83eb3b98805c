import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { abort, begin } from "./advance.ts";
import { executionArn, isValidName, machineName, readExecutionArn, stateMachineArn } from "./arn.ts";
import { EngineError } from "./engine-error.ts";
import type { EngineStore } from "./engine-store.ts";
import type { Execution, Failure } from "./execution.ts";
import type { Executor } from "./executor.ts";
import { isTextTooLarge, parseJson, type Json } from "./json.ts";
import type { World } from "./jsonata-functions.ts";
import type { MachineStore } from "./machine-store.ts";
import { serializer } from "./serializer.ts";

export type NewExecution = {
  /** Name or ARN. */
  stateMachine: string;
  /** A new UUID unless given. */
  name?: string;
  /** JSON text; "{}" unless given. */
  input?: string;
};

export type ExecutionCalls = {
  /** As on AWS: again with the same name and input while it runs gives the same answer, else ExecutionAlreadyExists. */
  startExecution(start: NewExecution): Promise<{ executionArn: string; startedAt: number }>;
  /** A closed execution stays as it is. */
  stopExecution(stop: { executionArn: string } & Failure): Promise<{ stoppedAt: number }>;
};

type Parts = {
  db: SqliteDatabase;
  store: EngineStore;
  machines: MachineStore;
  world: World;
  executing: Executor;
  /** How long a closed execution keeps its name, in milliseconds. */
  retention: number;
};

export function executionCalls(parts: Parts): ExecutionCalls {
  const serialized = serializer<string>();
  const { store, executing, world } = parts;

  return {
    async startExecution({ stateMachine, name = world.uuid(), input = "{}" }) {
      if (!isValidName(name)) throw new EngineError("InvalidName", `Invalid Name: '${name}'`);
      const machine = machineName(stateMachine);
      const parsed = checkedInput(input);
      const arn = executionArn(machine, name);
      const startedAt = await serialized.run(arn, () => startOnce(parts, { machine, name, input: parsed }));
      return { executionArn: arn, startedAt };
    },

    async stopExecution({ executionArn: arn, ...failure }) {
      const named = readExecutionArn(arn);
      if (!named) throw new EngineError("InvalidArn", `Invalid Arn: '${arn}'`);
      const found = store.find(named.machine, named.name);
      if (!found) throw new EngineError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
      let stoppedAt = 0;
      await executing.change(found.execution.id, async (turn) => {
        if (turn?.execution.thread) abort(turn, failure);
        stoppedAt = turn?.execution.stoppedAt ?? 0;
      });
      return { stoppedAt };
    },
  };
}

function checkedInput(input: string): Json {
  const parsed = parseJson(input);
  if (parsed !== undefined && !isTextTooLarge(input)) return parsed;
  const reason = parsed === undefined ? "it is not JSON" : "it exceeds 262144 bytes";
  throw new EngineError("InvalidExecutionInput", `Invalid State Machine Execution Input: ${reason}`);
}

type Wanted = { machine: string; name: string; input: Json };

async function startOnce(parts: Parts, wanted: Wanted): Promise<number> {
  const { store, executing, world, machines } = parts;
  const { machine, name, input } = wanted;
  const found = machines.find(machine);
  if (!found) throw new EngineError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machine}'`);
  const known = store.find(machine, name)?.execution;
  if (known && isSameStart(known, input)) return known.startedAt;
  if (known) await makeRoom(parts, known);
  const startedAt = world.clock();
  const execution: Execution = {
    id: store.nextId(),
    arn: executionArn(machine, name),
    name,
    machineName: machine,
    machineArn: stateMachineArn(machine),
    status: "RUNNING",
    startedAt,
    deadline: 0,
    input,
    events: 0,
  };
  await executing.create(execution, found.definitionId, begin);
  return startedAt;
}

function isSameStart(known: Execution, input: Json): boolean {
  return known.status === "RUNNING" && JSON.stringify(known.input) === JSON.stringify(input);
}

/** A name may be used again when its execution has been closed for as long as it is kept. */
async function makeRoom({ db, store, world, retention }: Parts, known: Execution): Promise<void> {
  if (known.stoppedAt === undefined || known.stoppedAt + retention > world.clock()) {
    throw new EngineError("ExecutionAlreadyExists", `Execution Already Exists: '${known.arn}'`);
  }
  await db.write(() => store.remove(known.id));
}
