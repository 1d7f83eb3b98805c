import type { KeyObject } from "node:crypto";
import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { advance } from "./advance.ts";
import type { Happening } from "./drive.ts";
import type { EngineStore } from "./engine-store.ts";
import { dueAt, tasksOf, type Execution } from "./execution.ts";
import type { Invoker } from "./invoker.ts";
import type { World } from "./jsonata-functions.ts";
import type { MachineStore } from "./machine-store.ts";
import { scheduledInvocation } from "./run-task.ts";
import { serializer } from "./serializer.ts";
import { makeTaskToken } from "./task-token.ts";
import type { Invocation, Turn } from "./turn.ts";

export type ExecutorParts = {
  db: SqliteDatabase;
  store: EngineStore;
  machines: MachineStore;
  invoker: Invoker;
  world: World;
  key: KeyObject;
  /** Told of work that could not be done now. It is on disk, and `recover` takes it up again. */
  onFault: (fault: unknown) => void;
  /** Told when the earliest timer may have come nearer. */
  onDue: (at: number) => void;
};

export type Executor = {
  /** Creates an execution with the turn that `begin` fills. */
  create(execution: Execution, definition: number, begin: (turn: Turn) => Promise<void>): Promise<void>;
  /** Loads, changes and saves one execution, one change at a time. `work` may throw to leave it as it was. */
  change(id: number, work: (turn: Turn | undefined) => Promise<void>): Promise<void>;
  /** Does what is due and returns for how many executions that worked. */
  doDue(): Promise<number>;
  /** Invokes again what was running when the process died. */
  recover(): Promise<void>;
  /** Lets what is being saved finish, and refuses the rest. */
  close(): Promise<void>;
};

type Saving = Pick<Executor, "create" | "change" | "close">;
type Launch = (id: number, invocation: Invocation) => void;

const BATCH = 500;

export function executor(parts: ExecutorParts): Executor {
  const { store, world, invoker, onFault } = parts;
  const saving = executionSaving(parts, launch);

  function launch(id: number, invocation: Invocation): void {
    const { scheduled } = invocation;
    invoker.launch(id, invocation, async (answer) => {
      await happen(id, { kind: "invoked", scheduled, answer });
    });
  }

  /** For what nobody waits for: when it fails, it stays on disk as it was. */
  async function happen(id: number, happening: Happening): Promise<boolean> {
    try {
      await saving.change(id, async (turn) => turn && advance(turn, happening));
      return true;
    } catch (fault) {
      if (!(fault instanceof EngineClosed)) onFault(fault);
      return false;
    }
  }

  /** As a change that changes nothing, so that it never overlaps with the commit that launches the same function. */
  function relaunch(id: number): Promise<void> {
    return saving.change(id, async (turn) => {
      for (const task of turn ? tasksOf(turn.execution) : []) {
        if (!task.invoking || invoker.isRunning(id, task.scheduled)) continue;
        const event = store.event(id, task.scheduled);
        if (event) launch(id, scheduledInvocation(event));
      }
    });
  }

  return {
    ...saving,
    async doDue() {
      const due = store.due(world.clock(), BATCH);
      const done = await Promise.all(due.map((id) => happen(id, { kind: "time" })));
      return done.filter(Boolean).length;
    },
    async recover() {
      let ids = store.invoking(0, BATCH);
      while (ids.length > 0) {
        await Promise.all(ids.map(relaunch));
        ids = store.invoking(ids.at(-1) ?? 0, BATCH);
      }
    },
  };
}

class EngineClosed extends Error {
  override readonly name = "EngineClosed";
}

function executionSaving(parts: ExecutorParts, launch: Launch): Saving {
  const { db, store, invoker } = parts;
  const serialized = serializer<number>();
  let closed = false;

  /** The turn counts, and its functions are invoked, once it is on disk. */
  async function commit(turn: Turn, write: () => void): Promise<void> {
    await db.write(write);
    const { id } = turn.execution;
    const awaited = tasksOf(turn.execution).flatMap((task) => (task.invoking ? [task.scheduled] : []));
    invoker.keepOnly(id, awaited);
    const due = dueAt(turn.execution);
    if (closed) return;
    // A branch may have been given up in the turn that scheduled its task.
    const wanted = turn.invocations.filter(({ scheduled }) => awaited.includes(scheduled));
    for (const invocation of wanted) launch(id, invocation);
    if (due !== undefined) parts.onDue(due);
  }

  function inTurn(id: number, work: () => Promise<void>): Promise<void> {
    return serialized.run(id, async () => {
      if (closed) throw new EngineClosed("The engine is closed.");
      await work();
    });
  }

  return {
    change: (id, work) =>
      inTurn(id, async () => {
        const stored = store.load(id);
        if (!stored) return work(undefined);
        const turn = newTurn(parts, stored.execution, stored.definition);
        await work(turn);
        if (turn.touched || turn.events.length > 0) await commit(turn, () => store.save(turn));
      }),
    create: (execution, definition, begin) =>
      inTurn(execution.id, async () => {
        const turn = newTurn(parts, execution, definition);
        await begin(turn);
        await commit(turn, () => store.insert(turn, definition));
      }),
    close() {
      closed = true;
      return serialized.idle();
    },
  };
}

function newTurn({ machines, world, key }: ExecutorParts, execution: Execution, definition: number): Turn {
  return {
    machine: machines.machine(definition),
    execution,
    now: world.clock(),
    random: world.random,
    uuid: world.uuid,
    token: (scheduled) => makeTaskToken(key, { execution: execution.id, scheduled }),
    touched: false,
    events: [],
    invocations: [],
    begun: [],
  };
}
