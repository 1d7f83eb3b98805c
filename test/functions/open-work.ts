import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { Command } from "../../domain/commands.ts";
import type { EffectRow } from "../../domain/effect.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Workflow } from "../../domain/ports.ts";
import { start } from "../../domain/start.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Mailer, MailOutcome, OutgoingMail } from "../../domain/world.ts";
import type { Act } from "../../functions/act.ts";
import { makeChange } from "../../functions/change.ts";
import { commitOf } from "../../functions/commit.ts";
import { dispatchLanes } from "../../functions/dispatch/dispatch-lanes.ts";
import { openStage } from "../../functions/open-stage/open-stage.ts";
import { resumeWorkflow } from "../../functions/resume-workflow.ts";
import { tick, type TickDeps } from "../../functions/tick/tick.ts";
import { tryEffects } from "../../functions/try-effects.ts";
import { makeProgram } from "../make-program.ts";
import { ACME, after, makeInbox, makeOnboarding, makeStart, makeVendor, T0, testHmac } from "../make.ts";

/** A workflow service that remembers what it was told. */
export interface ToldWorkflow extends Workflow {
  readonly running: Set<string>;
  readonly ended: Set<string>;
  readonly told: string[];
  /** Makes every call fail, until it is `null` again. */
  fault: Error | null;
}

function toldWorkflow(): ToldWorkflow {
  const told: string[] = [];
  const running = new Set<string>();
  const ended = new Set<string>();
  const workflow: ToldWorkflow = {
    running,
    ended,
    told,
    fault: null,
    async start(id, n) {
      if (workflow.fault) throw workflow.fault;
      running.add(`${id}-${n}`);
      told.push(`start ${n}`);
    },
    async isRunning(id, n) {
      if (running.has(`${id}-${n}`)) return true;
      return ended.has(`${id}-${n}`) ? false : null;
    },
    async succeed(token) {
      if (workflow.fault) throw workflow.fault;
      told.push(`succeed ${token}`);
    },
    async fail(token, error, cause) {
      told.push(`fail ${token} ${error} ${cause}`);
    },
    closedSince: async () => [],
  };
  return workflow;
}

export interface WorkOptions {
  readonly vendor?: Partial<Vendor>;
  readonly deliver?: Act<"webhook">;
  readonly funnelEvery?: number;
  readonly goesOn?: TickDeps["goesOn"];
  /** Instead of the one that remembers what it was told. */
  readonly workflow?: Workflow;
}

const randomId = (length: number): string => "r".repeat(length);

export type Work = Awaited<ReturnType<typeof openWork>>;

/** Dispatch, tick and what they need on a real store in memory, with a clock to move and one started onboarding. */
export async function openWork(options: WorkOptions = {}) {
  const store = openSqliteStore({ file: ":memory:", hmac: testHmac });
  const program = makeProgram();
  await store.vendors.put(makeVendor(options.vendor));
  await store.programs.publish(program);
  const { id } = makeOnboarding();
  let now = T0;
  const clock = () => now;
  const deps = { ...store, clock, hmac: testHmac, randomId, baseUrl: "https://onboarding.test" };
  const change = makeChange(deps);
  const workflow = toldWorkflow();
  const service = options.workflow ?? workflow;
  const resume = resumeWorkflow({ ...deps, workflow: service });
  const mails: OutgoingMail[] = [];
  const relay: { answer: (mail: OutgoingMail) => Promise<MailOutcome> } = {
    answer: async ({ key }) => ({ kind: "sent", messageId: `<${key}>` }),
  };
  const mailer: Mailer = {
    async send(mail) {
      mails.push(mail);
      return relay.answer(mail);
    },
  };
  const documents = new Map<string, Uint8Array>();
  const webhook = options.deliver ?? (async () => ({ kind: "done" as const, outcome: "HTTP 204" }));
  const lanes = dispatchLanes({
    ...deps,
    change,
    workflow: service,
    resume,
    mailer,
    documents: {
      put: async (key, bytes) => void documents.set(key, bytes),
      get: async (key) => documents.get(key) ?? null,
    },
    pdfMaker: { agreement: async (pdf) => new TextEncoder().encode(`%PDF ${JSON.stringify(pdf)}`) },
    credentials: { sign: async () => "a.b.c", jwks: async () => ({ keys: [] }) },
  });
  const run = tryEffects(deps, [
    ...lanes,
    (effect) => (effect.kind === "webhook" ? (scene) => webhook(effect, scene) : null),
  ]);
  const woken: OnboardingId[] = [];
  const faults: unknown[] = [];
  const decision = start(makeStart(), program);
  const vendor = makeVendor(options.vendor);
  await store.onboardings.save(
    commitOf(decision, {
      id,
      stored: null,
      actor: { kind: "vendor", webhookId: "w1" },
      now,
      program,
      outbound: vendor.outbound !== null,
      inbox: makeInbox(makeOnboarding(), "w1"),
      hmac: testHmac,
    }),
  );
  return {
    id,
    store,
    workflow,
    mails,
    relay,
    documents,
    woken,
    faults,
    clock,
    change,
    vendor: ACME,
    pass: (ms: number) => void (now = after(ms, now)),
    dispatch: () => run(id),
    /** As on AWS, where the vendors' webhooks are another function's. */
    dispatchAlone: () => tryEffects(deps, lanes)(id),
    resume: () => resume(id),
    openStage: openStage({ ...deps, change, resume }),
    tick: tick({
      ...deps,
      workflow: service,
      change,
      ...(options.funnelEvery === undefined ? {} : { funnelEvery: options.funnelEvery }),
      wakeAll: async (ids) => void woken.push(...ids),
      goesOn: options.goesOn ?? (() => true),
      onFault: (_id, fault) => void faults.push(fault),
    }),
    async act(command: Command) {
      const done = await change(id, command, { kind: "operator", operator: "olga" });
      if (!done.ok) throw new Error(`${command.kind}: ${done.error.kind}`);
      return done.value;
    },
    state: async () => {
      const stored = await store.onboardings.load(id);
      if (!stored) throw new Error("the onboarding is gone");
      return stored.onboarding;
    },
    async effect(kind: EffectRow["effect"]["kind"], mail?: string): Promise<EffectRow> {
      const rows = await store.effects.all(id);
      const found = rows.findLast(
        ({ effect }) =>
          effect.kind === kind && (mail === undefined || (effect.kind === "mail" && effect.mail === mail)),
      );
      if (!found) throw new Error(`no ${mail ?? kind}`);
      return found;
    },
  };
}

/** Until the contract's mail is due: the workflow started, the stage open, the agreement drawn up. */
export async function atContractMail(options: WorkOptions = {}): Promise<Work> {
  const work = await openWork(options);
  await work.dispatch();
  await work.openStage({
    onboardingId: work.id,
    n: 1,
    stage: "contract",
    enteredAt: new Date(work.clock()).toISOString(),
    retryCount: 0,
    token: "t1",
  });
  await work.dispatch();
  return work;
}
