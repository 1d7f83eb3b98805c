import type { Effects, Onboardings, Snapshots, Tasks, Workflow } from "../../domain/ports.ts";
import type {
  CredentialSigner,
  Deliveries,
  Documents,
  Mailer,
  Outbound,
  PdfMaker,
} from "../../domain/world.ts";
import type { Auditor } from "./auditor.ts";
import type { Faults } from "./faults.ts";
import type { MemoryStore } from "./memory-store.ts";
import type { Operation, Scheduler, Task } from "./scheduler.ts";
import type { Surroundings } from "./surroundings.ts";

export interface World {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly auditor: Auditor;
  readonly store: MemoryStore;
  readonly workflow: Workflow;
  readonly surroundings: Surroundings;
}

const operation =
  (kind: Operation["kind"]) =>
  (name: string): Operation => ({ kind, name });
const reads = operation("read");
const writes = operation("write");
const outside = operation("outside");

const OPERATIONS = {
  load: reads("onboardings.load"),
  save: writes("onboardings.save"),
  commits: reads("onboardings.commits"),
  inbox: reads("onboardings.inbox"),
  latest: reads("onboardings.latest"),
  acknowledge: writes("onboardings.acknowledge"),
  record: reads("onboardings.record"),
  records: reads("onboardings.records"),
  putRecord: writes("onboardings.putRecord"),
  list: reads("onboardings.list"),
  counts: reads("onboardings.counts"),
  dealsLike: reads("onboardings.dealsLike"),
  due: reads("effects.due"),
  dueOf: reads("effects.dueOf"),
  all: reads("effects.all"),
  claim: writes("effects.claim"),
  settle: writes("effects.settle"),
  postpone: writes("effects.postpone"),
  again: writes("effects.again"),
  failed: reads("effects.failed"),
  putTask: writes("tasks.put"),
  getTask: reads("tasks.get"),
  dropTask: writes("tasks.drop"),
  start: outside("workflow.start"),
  succeed: outside("workflow.succeed"),
  fail: outside("workflow.fail"),
  closedSince: reads("workflow.closedSince"),
  putFunnel: writes("snapshots.put"),
  getFunnel: reads("snapshots.get"),
  mark: reads("snapshots.mark"),
  putMark: writes("snapshots.putMark"),
  marks: reads("snapshots.marks"),
  addDelivery: writes("deliveries.add"),
  deliveries: reads("deliveries.of"),
  send: outside("mailer.send"),
  post: outside("outbound.post"),
  putDocument: writes("documents.put"),
  getDocument: reads("documents.get"),
  agreement: reads("pdfMaker.agreement"),
  sign: reads("credentials.sign"),
  jwks: reads("credentials.jwks"),
};

type Through = <A extends readonly unknown[], R>(
  operation: Operation,
  method: (...args: A) => Promise<R>,
) => (...args: A) => Promise<R>;

function onboardingsPort({ store, faults, auditor, scheduler }: World, through: Through): Onboardings {
  const { onboardings } = store;
  return {
    load: through(OPERATIONS.load, onboardings.load),
    save: through(OPERATIONS.save, async (commit) => {
      if (faults.strikes("save conflict")) return "stale";
      const outcome = await onboardings.save(commit);
      if (outcome === "saved") {
        auditor.committed(commit);
        scheduler.trace.mixText(commit.item.hash);
      }
      return outcome;
    }),
    commits: through(OPERATIONS.commits, onboardings.commits),
    inbox: through(OPERATIONS.inbox, onboardings.inbox),
    latest: through(OPERATIONS.latest, onboardings.latest),
    acknowledge: through(OPERATIONS.acknowledge, onboardings.acknowledge),
    record: through(OPERATIONS.record, onboardings.record),
    records: through(OPERATIONS.records, onboardings.records),
    putRecord: through(OPERATIONS.putRecord, onboardings.putRecord),
    list: through(OPERATIONS.list, onboardings.list),
    counts: through(OPERATIONS.counts, onboardings.counts),
    dealsLike: through(OPERATIONS.dealsLike, onboardings.dealsLike),
  };
}

function effectsPort({ store, faults, auditor, scheduler }: World, through: Through, task: Task): Effects {
  const { effects } = store;
  return {
    due: through(OPERATIONS.due, async (now, limit) => {
      const due = await effects.due(now, limit);
      // An index that lags behind misses some of it.
      return faults.strikes("due index stale") ? due.filter(() => scheduler.chance(0.5)) : due;
    }),
    dueOf: through(OPERATIONS.dueOf, effects.dueOf),
    all: through(OPERATIONS.all, effects.all),
    claim: through(OPERATIONS.claim, async (id, key, now, until) => {
      const row = await effects.claim(id, key, now, until);
      if (row) auditor.claimed(row, task.id, now);
      return row;
    }),
    settle: through(OPERATIONS.settle, async (id, key, settlement, at) => {
      await effects.settle(id, key, settlement, at);
      auditor.released(id, key, at);
    }),
    postpone: through(OPERATIONS.postpone, effects.postpone),
    again: through(OPERATIONS.again, effects.again),
    failed: through(OPERATIONS.failed, effects.failed),
  };
}

function workflowPorts({ store, workflow }: World, through: Through): { tasks: Tasks; workflow: Workflow } {
  const { tasks } = store;
  return {
    tasks: {
      put: through(OPERATIONS.putTask, tasks.put),
      get: through(OPERATIONS.getTask, tasks.get),
      drop: through(OPERATIONS.dropTask, tasks.drop),
    },
    workflow: {
      start: through(OPERATIONS.start, workflow.start),
      succeed: through(OPERATIONS.succeed, workflow.succeed),
      fail: through(OPERATIONS.fail, workflow.fail),
      closedSince: through(OPERATIONS.closedSince, workflow.closedSince),
    },
  };
}

function rowPorts({ store }: World, through: Through): { snapshots: Snapshots; deliveries: Deliveries } {
  const { snapshots, deliveries } = store;
  return {
    snapshots: {
      put: through(OPERATIONS.putFunnel, snapshots.put),
      get: through(OPERATIONS.getFunnel, snapshots.get),
      mark: through(OPERATIONS.mark, snapshots.mark),
      putMark: through(OPERATIONS.putMark, snapshots.putMark),
      marks: through(OPERATIONS.marks, snapshots.marks),
    },
    deliveries: {
      add: through(OPERATIONS.addDelivery, deliveries.add),
      of: through(OPERATIONS.deliveries, deliveries.of),
    },
  };
}

interface OutsidePorts {
  readonly mailer: Mailer;
  readonly outbound: Outbound;
  readonly documents: Documents;
  readonly pdfMaker: PdfMaker;
  readonly credentials: CredentialSigner;
}

function outsidePorts({ surroundings }: World, through: Through, task: Task): OutsidePorts {
  const { documents, pdfMaker, credentials } = surroundings;
  return {
    mailer: { send: through(OPERATIONS.send, surroundings.mailer(task).send) },
    outbound: { post: through(OPERATIONS.post, surroundings.outbound(task).post) },
    documents: {
      put: through(OPERATIONS.putDocument, documents.put),
      get: through(OPERATIONS.getDocument, documents.get),
    },
    pdfMaker: { agreement: through(OPERATIONS.agreement, pdfMaker.agreement) },
    credentials: {
      sign: through(OPERATIONS.sign, credentials.sign),
      jwks: through(OPERATIONS.jwks, credentials.jwks),
    },
  };
}

/** All ports as one task has them: each call waits for its turn, and shares the task's fate. */
export function portsFor(world: World, task: Task) {
  const through: Through =
    (one, method) =>
    (...args) =>
      world.scheduler.call(task, one, () => method(...args));
  return {
    onboardings: onboardingsPort(world, through),
    effects: effectsPort(world, through, task),
    ...workflowPorts(world, through),
    ...rowPorts(world, through),
    ...outsidePorts(world, through, task),
  };
}

export type TaskPorts = ReturnType<typeof portsFor>;
