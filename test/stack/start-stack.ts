import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import sesServer from "aws-ses-v2-local";
import { startFauxqs } from "fauxqs";
import { startDynamoDbLocal } from "../dynamodb-local.ts";
import { asyncInvocations } from "./async-invocations.ts";
import { authorityOf } from "./authority.ts";
import { lambdaInvoke, secretsManager } from "./aws-stand-ins.ts";
import { readCloudAssembly } from "./cloud-assembly.ts";
import { deploy } from "./deployment.ts";
import type { Deployment } from "./deployment.ts";
import { disturbances } from "./disturbances.ts";
import type { Disturbances } from "./disturbances.ts";
import { eventRules } from "./event-rules.ts";
import type { EventRules } from "./event-rules.ts";
import { runFunctions } from "./functions.ts";
import type { Functions } from "./functions.ts";
import { serveHttpApi } from "./http-api.ts";
import { mailService } from "./mail-service.ts";
import type { MailService } from "./mail-service.ts";
import { outsideHost, OUTSIDE } from "./outside-hosts.ts";
import type { OutsideHost } from "./outside-hosts.ts";
import { runPipes } from "./piping.ts";
import { recorder } from "./recorder.ts";
import type { Recorder } from "./recorder.ts";
import { sdkProxy } from "./sdk-proxy.ts";
import { selfSigned } from "./self-signed.ts";
import { stackClock } from "./stack-clock.ts";
import type { StackClock } from "./stack-clock.ts";
import { freshTable } from "./stack-table.ts";
import { tableMeter } from "./table-units.ts";
import type { TableMeter } from "./table-units.ts";
import { runStateMachine } from "./state-machine.ts";
import type { StateMachine } from "./state-machine.ts";
import { wakeFunctions } from "./waking.ts";
import type { Waking } from "./waking.ts";
import { forwardTo, jsonReply } from "./wire.ts";
import type { Service } from "./wire.ts";

/** The synthesized stacks, running on this machine. */
export interface Stack {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly recorder: Recorder;
  readonly meter: TableMeter;
  readonly clock: StackClock;
  readonly authority: ReturnType<typeof authorityOf>;
  readonly mail: MailService;
  readonly rules: EventRules;
  /** The https origin of the template, and the loopback origin that answers for it. */
  readonly baseUrl: string;
  readonly apiOrigin: string;
  /** Where SDK clients of ours (an operator's command) go. */
  readonly sdkEndpoint: string;
  readonly provider: OutsideHost;
  readonly hooks: OutsideHost;
  readonly disturbances: Disturbances;
  readonly machine: () => StateMachine;
  /** Resolves when nothing is under way any more; told to, it leaves what pipes are still gathering. */
  readonly settle: (leaving?: "gathered") => Promise<void>;
  /** Begins anew at that time: empty table, no mails, no executions. The bucket keeps what it holds. */
  readonly reset: (now: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const TEN_MINUTES = 600_000;

/** Names under which the functions reach what is stood in for. */
export const PROVIDER_HOST = `sign-in.${OUTSIDE}`;
const HOOKS_HOST = `hooks.${OUTSIDE}`;

/** DynamoDB Local keeps the tables of each access key apart; here they are one account's. */
const asOneAccount =
  (service: Service): Service =>
  (request) => {
    const authorization = (request.headers.authorization ?? "").replace(
      /Credential=[^/]+\//,
      "Credential=local/",
    );
    return service({ ...request, headers: { ...request.headers, authorization } });
  };

async function emulators() {
  const [dynamo, s3, ses] = await Promise.all([
    startDynamoDbLocal(),
    startFauxqs({ port: 0, logger: false, host: "127.0.0.1" }),
    sesServer.default({ port: 0, host: "127.0.0.1" }),
  ]);
  const { port }: { port: number } = Object(ses.address());
  return {
    dynamo,
    s3,
    sesEndpoint: `http://127.0.0.1:${port}`,
    async close() {
      ses.closeAllConnections();
      ses.close();
      await Promise.all([dynamo.stop(), s3.stop()]);
    },
  };
}

/** Hosts outside of AWS that the functions talk to. */
async function outsideWorld() {
  const folder = await mkdtemp(join(tmpdir(), "partner-onboarding-tls-"));
  const identity = selfSigned(OUTSIDE);
  const trusted = join(folder, "certificate.pem");
  await writeFile(trusted, identity.certificate);
  const [provider, hooks] = await Promise.all([outsideHost(identity), outsideHost(identity)]);
  return {
    trusted,
    provider,
    hooks,
    hosts: new Map([
      [PROVIDER_HOST, provider.tlsPort],
      [HOOKS_HOST, hooks.tlsPort],
    ]),
    async close() {
      await Promise.all([provider.close(), hooks.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tableOf(deployment: Deployment) {
  const [table] = deployment.ofType("AWS::DynamoDB::Table");
  if (!table) throw new Error("the template has no table");
  return table;
}

function baseUrlOf({ all }: Functions): string {
  const url = all.map(({ variables }) => variables["BASE_URL"]).find((value) => value !== undefined);
  if (url === undefined) throw new Error("no function is told its BASE_URL");
  return url;
}

/** Takes what `cdk synth` wrote, as it is, and runs it here. */
export async function startStack(folder: string): Promise<Stack> {
  const clock = stackClock();
  const notes = recorder(clock.now);
  const deployment = deploy(readCloudAssembly(folder));
  const [below, outside] = await Promise.all([emulators(), outsideWorld()]);
  const authority = authorityOf(deployment, notes);
  const meter = tableMeter(deployment);
  const trouble = disturbances();
  let worlds = 0;
  const late = { services: {} as Readonly<Record<string, Service>> };
  const proxy = await sdkProxy({
    deployment,
    services: (name) => late.services[name],
    allows: authority.allows,
    recorder: notes,
    meter,
    now: clock.now,
    period: () => `${worlds} ${Math.floor(clock.now() / TEN_MINUTES)}`,
    disturbances: trouble,
    kill: (accessKeyId) => functions.kill(accessKeyId),
  });
  const sdkEndpoint = `http://127.0.0.1:${proxy.port}`;
  const functions = runFunctions({
    deployment,
    authority,
    recorder: notes,
    clock,
    sdkEndpoint,
    outside: outside.hosts,
    trustedCertificate: outside.trusted,
  });
  const invocations = asyncInvocations({ deployment, functions, authority, recorder: notes });
  const piping = runPipes({ deployment, functions, authority, recorder: notes, now: clock.now });
  const rules = eventRules({ deployment, invocations, piping, recorder: notes, now: clock.now });
  const mail = mailService({
    endpoint: below.sesEndpoint,
    deployment,
    recorder: notes,
    now: clock.now,
    put: rules.put,
  });
  for (const { ref } of deployment.ofType("AWS::S3::Bucket")) below.s3.createBucket(ref);
  const streams = new DynamoDBStreamsClient({
    endpoint: below.dynamo.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const admin = below.dynamo.client();
  let world: { readonly waking: Waking; readonly machine: StateMachine } | null = null;

  late.services = {
    dynamodb: asOneAccount(forwardTo(below.dynamo.endpoint)),
    s3: forwardTo(`http://127.0.0.1:${below.s3.port}`),
    ses: mail.service,
    states: async (request) =>
      world ? world.machine.service(request) : jsonReply(503, { message: "there is no state machine yet" }),
    secretsmanager: secretsManager(deployment),
    lambda: lambdaInvoke({ functions, invocations }),
  };
  const api = await serveHttpApi({ deployment, functions, recorder: notes, now: clock.now });

  async function openWorld() {
    const streamArn = await freshTable(admin, tableOf(deployment));
    const machine = await runStateMachine({ deployment, functions, authority, clock });
    const waking = wakeFunctions({
      deployment,
      functions,
      authority,
      recorder: notes,
      streams,
      streamArn,
      thrice: trouble.inStream,
    });
    return { waking, machine };
  }

  const busy = (): number =>
    functions.running() + invocations.waiting() + piping.waiting() + (world?.waking.waiting() ?? 0);

  let read = 0;
  /** Only what was written since the last time can be in the stream. */
  async function readStream(): Promise<void> {
    const written = notes.entries.length;
    const news = notes.entries.slice(read).some((entry) => entry.kind === "call" && entry.writeUnits > 0);
    if (news) await world?.waking.reader.caughtUp();
    read = written;
  }

  async function settle(leaving?: "gathered"): Promise<void> {
    piping.patient = leaving === "gathered";
    for (;;) {
      while (busy() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const before = notes.entries.length;
      await readStream();
      await world?.machine.run();
      if (busy() > 0 || notes.entries.length > before) continue;
      if (leaving === "gathered" || !piping.hurry()) return;
    }
  }

  async function closeWorld(): Promise<void> {
    await settle();
    await world?.waking.stop();
    await world?.machine.close();
    world = null;
  }

  return {
    deployment,
    functions,
    recorder: notes,
    meter,
    clock,
    authority,
    mail,
    rules,
    baseUrl: baseUrlOf(functions),
    apiOrigin: `http://127.0.0.1:${api.port}`,
    sdkEndpoint,
    provider: outside.provider,
    hooks: outside.hooks,
    disturbances: trouble,
    machine() {
      if (!world) throw new Error("there is no state machine yet");
      return world.machine;
    },
    settle,
    async reset(now) {
      await closeWorld();
      // What a process remembers may be of a time that has not come yet.
      await functions.restart();
      await mail.clear();
      meter.forget();
      trouble.end();
      clock.set(now);
      worlds++;
      world = await openWorld();
    },
    async close() {
      await closeWorld();
      piping.stop();
      await functions.restart();
      await api.close();
      await proxy.close();
      streams.destroy();
      await Promise.all([below.close(), outside.close()]);
    },
  };
}
