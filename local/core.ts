import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { anchorFile } from "../adapters/anchor-file.ts";
import { folderDocuments } from "../adapters/folder-documents.ts";
import { httpOutbound } from "../adapters/http-outbound.ts";
import { joseCredentialSigner } from "../adapters/jose-credential-signer.ts";
import { LOCAL_SIGN_IN_TABLE, localSignIn } from "../adapters/local-sign-in.ts";
import type { NodeSecrets } from "../adapters/node-secrets.ts";
import { archiveQuiet } from "../adapters/sqlite-archive-quiet.ts";
import { openSqliteDatabase } from "../adapters/sqlite-database.ts";
import { SQLITE_INBOX_TABLE, sqliteInbox } from "../adapters/sqlite-inbox.ts";
import type { OnCommit } from "../adapters/sqlite-onboardings.ts";
import { openSqliteStore } from "../adapters/sqlite-store.ts";
import { signWebhook } from "../adapters/standard-webhooks.ts";
import { workerPdfMaker } from "../adapters/worker-pdf-maker.ts";
import { instant } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { SignIn } from "../domain/operator.ts";
import type { Clock } from "../domain/world.ts";
import { makeChange, type Change } from "../functions/change.ts";
import { deliverLane } from "../functions/deliver/deliver.ts";
import { dispatchLanes } from "../functions/dispatch/dispatch-lanes.ts";
import { finish } from "../functions/finish/finish.ts";
import { parseFinishInput } from "../functions/finish/finish-input.ts";
import { openStage } from "../functions/open-stage/open-stage.ts";
import { parseStageEntered } from "../functions/open-stage/stage-entered.ts";
import { resumeWorkflow } from "../functions/resume-workflow.ts";
import { tick } from "../functions/tick/tick.ts";
import { noting } from "../functions/troubles.ts";
import { tryEffects } from "../functions/try-effects.ts";
import { anchoring } from "./anchoring.ts";
import { isLoopback } from "./config.ts";
import type { Config } from "./config.ts";
import { enteredFirst } from "./entered-first.ts";
import { deployWorkflow, engineWorkflow } from "./engine-workflow.ts";
import { openEngine } from "./engine/engine.ts";
import { journaledStarts } from "./journaled-starts.ts";
import { wakeQueue } from "./wake-queue.ts";
import type { WakeQueue } from "./wake-queue.ts";

const DAY = 86_400_000;
/** Of a thousand partners who are announced at once each may wait for the others; who acts on a page waits for none of them. */
const LATER = { last: true };
const DEFINITION = new URL("../workflows/onboarding.asl.json", import.meta.url);

export interface CoreOptions {
  readonly config: Config;
  readonly baseUrl: string;
  readonly secrets: NodeSecrets;
  readonly clock: Clock;
  /** Told what went wrong where nobody waits for an answer. */
  readonly onFault: (where: string, fault: unknown) => void;
  /** Whether many wait for an answer right now, so that other work should step back. */
  readonly isBusy?: (() => boolean) | undefined;
  /** Called around every commit of each database, so that a test can crash the process there. */
  readonly onWrite?: ((moment: WriteMoment, file: DatabaseName) => void) | undefined;
}

type WriteMoment = "before_commit" | "after_commit";
export type DatabaseName = "onboarding" | "machine" | "engine";

/** Everything of the product on one machine but its faces: stores, engine, and what works on them. */
export type Core = Awaited<ReturnType<typeof openCore>>;

function watching({ onWrite }: CoreOptions, file: DatabaseName) {
  return onWrite ? { onWrite: (moment: WriteMoment) => onWrite(moment, file) } : {};
}

// What takes long to load is loaded where it is used.
async function openSmtp({ smtpUrl }: Config) {
  if (smtpUrl === null) return null;
  const { smtpMailer } = await import("../adapters/smtp-mailer.ts");
  return smtpMailer(smtpUrl);
}

async function openFiles(options: CoreOptions, onCommit: OnCommit) {
  const { config, secrets, clock, baseUrl, onFault, isBusy } = options;
  const file = (name: string) => join(config.dataDir, name);
  const raw = openSqliteStore({
    ...watching(options, "onboarding"),
    file: file("onboarding.db"),
    soleOwner: true,
    hmac: secrets.hmac,
    onCommit,
  });
  const starts = journaledStarts({ ...raw, ...secrets, clock, baseUrl, onFault, isBusy });
  const store = { ...raw, ...enteredFirst(raw, starts.unentered) };
  const machine = openSqliteDatabase({
    ...watching(options, "machine"),
    file: file("machine.db"),
    migrations: [SQLITE_INBOX_TABLE, LOCAL_SIGN_IN_TABLE],
  });
  const inbox = sqliteInbox(machine, clock);
  const smtp = await openSmtp(config);
  return {
    store,
    starts,
    machine,
    inbox,
    smtp,
    mailer: smtp ?? inbox,
    documents: folderDocuments(file("documents")),
  };
}

type Files = Awaited<ReturnType<typeof openFiles>>;

/** The engine with the definition in it, and the workflow's own functions. */
async function openWorkflow(options: CoreOptions, { store }: Files, change: Change) {
  const { config, clock, onFault } = options;
  const { onboardings, tasks } = store;
  const engine = openEngine({
    ...watching(options, "engine"),
    file: join(config.dataDir, "engine.db"),
    clock,
    resources: {
      "open-stage": async (payload) => enter(parseStageEntered(payload)),
      finish: async (payload) => complete(parseFinishInput(payload)),
    },
    onFault: (fault) => onFault("engine", fault),
  });
  const workflow = engineWorkflow(engine);
  const resume = resumeWorkflow({ onboardings, tasks, workflow });
  const enter = openStage({ tasks, change, resume });
  const complete = finish(change);
  const definition = await readFile(DEFINITION, "utf8");
  await deployWorkflow(engine, definition);
  return { engine, workflow, resume, definition };
}

type Workflow = Awaited<ReturnType<typeof openWorkflow>>;

async function openDispatch(
  { config, secrets, clock, baseUrl }: CoreOptions,
  { store, documents, mailer }: Files,
  { change, workflow, resume }: Pick<Workflow, "workflow" | "resume"> & { change: Change },
) {
  const { onboardings, programs, vendors, deliveries, snapshots } = store;
  const { hmac, random } = secrets;
  const credentials = await joseCredentialSigner(secrets.signingKey);
  const pdfMaker = workerPdfMaker();
  const outbound = httpOutbound({ clock, allowLoopback: config.allowLoopbackWebhooks });
  const lanes = dispatchLanes({
    onboardings,
    snapshots,
    programs,
    vendors,
    documents,
    workflow,
    mailer,
    pdfMaker,
    credentials,
    change,
    resume,
    hmac,
    clock,
    baseUrl,
  });
  const webhooks = deliverLane({ onboardings, deliveries, outbound, sign: signWebhook, clock, random });
  const trying = tryEffects({ ...store, clock }, [...lanes, webhooks]);
  const perform = noting({ snapshots, clock }, trying);
  return { credentials, pdfMaker, perform };
}

async function signInOf({ oidc }: Config, local: SignIn): Promise<SignIn> {
  if (!oidc) return local;
  const { oidcSignIn } = await import("../adapters/oidc-sign-in.ts");
  return oidcSignIn({ ...oidc, allowHttp: isLoopback(oidc.issuer) });
}

interface Ticking extends Files, Pick<Workflow, "workflow"> {
  readonly change: Change;
  readonly queue: WakeQueue;
}

function openTick(
  { clock, onFault }: CoreOptions,
  { store, starts, change, workflow, queue }: Ticking,
  goesOn: () => boolean,
): () => Promise<void> {
  const wakeAll = async (ids: readonly OnboardingId[]): Promise<void> =>
    ids.forEach((id) => queue.wake(id, LATER));
  const tickOnce = tick({ ...store, workflow, change, wakeAll, goesOn, clock, onFault });
  return () => {
    starts.again();
    return tickOnce();
  };
}

export async function openCore(options: CoreOptions) {
  const { config, secrets, clock, onFault, isBusy } = options;
  const { hmac } = secrets;
  const queue = wakeQueue({ work: (id) => work.perform(id), onFault, isBusy });
  const files = await openFiles(options, (id, head) => {
    if (head) anchors.note(id, head);
    queue.wake(id, head?.rev === 1 ? LATER : undefined);
  });
  const { onboardings, vendors, programs } = files.store;
  const anchors = anchoring(anchorFile(join(config.dataDir, "anchors.jsonl")), clock);
  const change = makeChange({ onboardings, programs, vendors, clock, hmac });
  const { engine, workflow, resume, definition } = await openWorkflow(options, files, change);
  const work = await openDispatch(options, files, { change, workflow, resume });
  const parts = { ...files, change, workflow, queue };
  let open = true;
  const localLinks = localSignIn(files.machine, clock);
  return {
    ...files,
    engine,
    change,
    credentials: work.credentials,
    queue,
    anchors,
    definition,
    localLinks,
    signIn: await signInOf(config, localLinks),
    tick: openTick(options, parts, () => open),
    /** Moves into the archive what has been over for long; returns how many. */
    archive: () =>
      archiveQuiet(files.store.database, instant(clock() - config.archiveAfterDays * DAY), () => open),
    warmUp: () => work.pdfMaker.warmUp(),
    /** Takes up nothing new; what is due stays due. */
    windDown() {
      open = false;
    },
    async close() {
      await files.starts.close();
      await queue.close();
      await engine.close();
      await work.pdfMaker.close();
      await anchors.flush();
      files.smtp?.close();
      files.machine.close();
      files.store.close();
    },
  };
}
