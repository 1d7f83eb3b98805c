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
  key: Uint8Array;
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

const BATCH = 500;

export function executor(parts: ExecutorParts): Executor {
  const { db, store, machines, invoker, world, key, onFault } = parts;
  const serialized = serializer<number>();
  let closed = false;

  function turnOf(execution: Execution, definition: number): Turn {
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
    };
  }

  async function commit(turn: Turn, write: () => void): Promise<void> {
    await db.write(write);
    const { execution } = turn;
    const awaited = tasksOf(execution).flatMap((task) => (task.invoking ? [task.scheduled] : []));
    invoker.keepOnly(execution.id, awaited);
    for (const invocation of turn.invocations) launch(execution.id, invocation);
    const due = dueAt(execution);
    if (due !== undefined) parts.onDue(due);
  }

  function launch(id: number, invocation: Invocation): void {
    if (closed) return;
    const { scheduled } = invocation;
    invoker.launch(id, invocation, async (answer) => {
      await happen(id, { kind: "invoked", scheduled, answer });
    });
  }

  /** For what nobody waits for: it stays on disk as it was when it fails. */
  async function happen(id: number, happening: Happening): Promise<boolean> {
    try {
      await change(id, async (turn) => turn && advance(turn, happening));
      return true;
    } catch (fault) {
      if (!closed) onFault(fault);
      return false;
    }
  }

  function change(id: number, work: (turn: Turn | undefined) => Promise<void>): Promise<void> {
    return serialized.run(id, async () => {
      if (closed) throw new Error("The engine is closed.");
      const stored = store.load(id);
      if (!stored) return work(undefined);
      const turn = turnOf(stored.execution, stored.definition);
      await work(turn);
      if (turn.touched || turn.events.length > 0) await commit(turn, () => store.save(turn));
    });
  }

  async function relaunch(id: number): Promise<void> {
    await serialized.run(id, async () => {
      const execution = store.load(id)?.execution;
      for (const task of execution ? tasksOf(execution) : []) {
        if (!task.invoking || invoker.isRunning(id, task.scheduled)) continue;
        const event = store.event(id, task.scheduled);
        if (event) launch(id, scheduledInvocation(event));
      }
    });
  }

  return {
    change,
    async create(execution, definition, begin) {
      await serialized.run(execution.id, async () => {
        if (closed) throw new Error("The engine is closed.");
        const turn = turnOf(execution, definition);
        await begin(turn);
        await commit(turn, () => store.insert(turn, definition));
      });
    },
    async doDue() {
      const due = store.due(world.clock(), BATCH);
      const done = await Promise.all(due.map((id) => happen(id, { kind: "time" })));
      return done.filter(Boolean).length;
    },
    async recover() {
      let last = 0;
      for (;;) {
        const ids = store.invoking(last, BATCH);
        await Promise.all(ids.map(relaunch));
        if (ids.length < BATCH) return;
        last = ids.at(-1) ?? last;
      }
    },
    close() {
      closed = true;
      return serialized.idle();
    },
  };
}
