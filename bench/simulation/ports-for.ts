import type { OnboardingId } from "../../domain/ids.ts";
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
  saveAnswers: writes("onboardings.saveAnswers"),
  list: reads("onboardings.list"),
  counts: reads("onboardings.counts"),
  dealsLike: reads("onboardings.dealsLike"),
  due: reads("effects.due"),
  dueOf: reads("effects.dueOf"),
  all: reads("effects.all"),
  claim: writes("effects.claim"),
  settle: writes("effects.settle"),
  giveUp: writes("effects.giveUp"),
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
  isRunning: reads("workflow.isRunning"),
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

type Call = <T>(operation: Operation, work: () => Promise<T>) => Promise<T>;

function onboardingsPort({ store, faults, auditor, scheduler }: World, call: Call): Onboardings {
  const { onboardings } = store;
  return {
    load: (...args) => call(OPERATIONS.load, () => onboardings.load(...args)),
    save: (commit) =>
      call(OPERATIONS.save, async () => {
        if (faults.strikes("save conflict")) return "stale";
        const outcome = await onboardings.save(commit);
        if (outcome === "saved") {
          auditor.committed(commit);
          scheduler.trace.mixText(commit.item.hash);
        }
        return outcome;
      }),
    commits: (...args) => call(OPERATIONS.commits, () => onboardings.commits(...args)),
    inbox: (...args) => call(OPERATIONS.inbox, () => onboardings.inbox(...args)),
    latest: (...args) => call(OPERATIONS.latest, () => onboardings.latest(...args)),
    acknowledge: (...args) => call(OPERATIONS.acknowledge, () => onboardings.acknowledge(...args)),
    record: (...args) => call(OPERATIONS.record, () => onboardings.record(...args)),
    records: (...args) => call(OPERATIONS.records, () => onboardings.records(...args)),
    putRecord: (...args) => call(OPERATIONS.putRecord, () => onboardings.putRecord(...args)),
    saveAnswers: (...args) => call(OPERATIONS.saveAnswers, () => onboardings.saveAnswers(...args)),
    list: (...args) => call(OPERATIONS.list, () => onboardings.list(...args)),
    counts: (...args) => call(OPERATIONS.counts, () => onboardings.counts(...args)),
    dealsLike: (...args) => call(OPERATIONS.dealsLike, () => onboardings.dealsLike(...args)),
  };
}

function effectsPort({ store, faults, auditor, scheduler }: World, call: Call, task: Task): Effects {
  const { effects } = store;
  // Who settles what another has claimed since frees nothing.
  const freed = (id: OnboardingId, key: string): void => {
    const row = store.tables.onboardings.get(id)?.effects.get(key);
    if (row?.state !== "claimed") auditor.released(id, key);
  };
  return {
    due: (now, limit) =>
      call(OPERATIONS.due, async () => {
        const due = await effects.due(now, limit);
        // An index that lags behind misses some of it.
        return faults.strikes("due index stale") ? due.filter(() => scheduler.chance(0.5)) : due;
      }),
    dueOf: (...args) => call(OPERATIONS.dueOf, () => effects.dueOf(...args)),
    all: (...args) => call(OPERATIONS.all, () => effects.all(...args)),
    claim: (...[id, key, now, until]) =>
      call(OPERATIONS.claim, async () => {
        const row = await effects.claim(id, key, now, until);
        if (row) auditor.claimed(row, task.id, now);
        return row;
      }),
    settle: (...[id, key, settlement, at]) =>
      call(OPERATIONS.settle, async () => {
        await effects.settle(id, key, settlement, at);
        freed(id, key);
      }),
    giveUp: (...[id, key, error, at]) =>
      call(OPERATIONS.giveUp, async () => {
        const gaveUp = await effects.giveUp(id, key, error, at);
        freed(id, key);
        return gaveUp;
      }),
    postpone: (...args) => call(OPERATIONS.postpone, () => effects.postpone(...args)),
    again: (...args) => call(OPERATIONS.again, () => effects.again(...args)),
    failed: (...args) => call(OPERATIONS.failed, () => effects.failed(...args)),
  };
}

function workflowPorts({ store, workflow }: World, call: Call): { tasks: Tasks; workflow: Workflow } {
  const { tasks } = store;
  return {
    tasks: {
      put: (...args) => call(OPERATIONS.putTask, () => tasks.put(...args)),
      get: (...args) => call(OPERATIONS.getTask, () => tasks.get(...args)),
      drop: (...args) => call(OPERATIONS.dropTask, () => tasks.drop(...args)),
    },
    workflow: {
      start: (...args) => call(OPERATIONS.start, () => workflow.start(...args)),
      succeed: (...args) => call(OPERATIONS.succeed, () => workflow.succeed(...args)),
      fail: (...args) => call(OPERATIONS.fail, () => workflow.fail(...args)),
      isRunning: (...args) => call(OPERATIONS.isRunning, () => workflow.isRunning(...args)),
      closedSince: (...args) => call(OPERATIONS.closedSince, () => workflow.closedSince(...args)),
    },
  };
}

function rowPorts({ store }: World, call: Call): { snapshots: Snapshots; deliveries: Deliveries } {
  const { snapshots, deliveries } = store;
  return {
    snapshots: {
      put: (...args) => call(OPERATIONS.putFunnel, () => snapshots.put(...args)),
      get: (...args) => call(OPERATIONS.getFunnel, () => snapshots.get(...args)),
      mark: (...args) => call(OPERATIONS.mark, () => snapshots.mark(...args)),
      putMark: (...args) => call(OPERATIONS.putMark, () => snapshots.putMark(...args)),
      marks: (...args) => call(OPERATIONS.marks, () => snapshots.marks(...args)),
    },
    deliveries: {
      add: (...args) => call(OPERATIONS.addDelivery, () => deliveries.add(...args)),
      of: (...args) => call(OPERATIONS.deliveries, () => deliveries.of(...args)),
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

function outsidePorts({ surroundings }: World, call: Call, task: Task): OutsidePorts {
  const { documents, pdfMaker, credentials } = surroundings;
  return {
    mailer: { send: (...args) => call(OPERATIONS.send, () => surroundings.mailer(task).send(...args)) },
    outbound: { post: (...args) => call(OPERATIONS.post, () => surroundings.outbound(task).post(...args)) },
    documents: {
      put: (...args) => call(OPERATIONS.putDocument, () => documents.put(...args)),
      get: (...args) => call(OPERATIONS.getDocument, () => documents.get(...args)),
    },
    pdfMaker: { agreement: (...args) => call(OPERATIONS.agreement, () => pdfMaker.agreement(...args)) },
    credentials: {
      sign: (...args) => call(OPERATIONS.sign, () => credentials.sign(...args)),
      jwks: (...args) => call(OPERATIONS.jwks, () => credentials.jwks(...args)),
    },
  };
}

/** All ports as one task has them: each call waits for its turn, and shares the task's fate. */
export function portsFor(world: World, task: Task) {
  const call: Call = (one, work) => world.scheduler.call(task, one, work);
  return {
    onboardings: onboardingsPort(world, call),
    effects: effectsPort(world, call, task),
    ...workflowPorts(world, call),
    ...rowPorts(world, call),
    ...outsidePorts(world, call, task),
  };
}
