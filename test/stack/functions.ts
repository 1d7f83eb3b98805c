import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Authority } from "./authority.ts";
import type { Deployment } from "./deployment.ts";
import { environmentOf, readFunctions, sdkEnvironment } from "./function-settings.ts";
import type { FunctionSettings } from "./function-settings.ts";
import { lambdaPool } from "./lambda-pool.ts";
import type { LambdaPool } from "./lambda-pool.ts";
import type { LambdaAnswer } from "./lambda-process.ts";
import type { Recorder, Trigger } from "./recorder.ts";
import { fits } from "./role-policy.ts";
import type { StackClock } from "./stack-clock.ts";

/** More processes than this do not make two cores faster. */
const MOST_PROCESSES = 3;

// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MOST_PAYLOAD = 6 * 1024 * 1024;

/** A service that invokes, which the function must have permitted. */
export interface Invoker {
  readonly service: string;
  readonly sourceArn: string;
}

export interface Invocation {
  /** Name or ARN. */
  readonly arn: string;
  readonly event: unknown;
  readonly trigger: Trigger;
  /** `null`: somebody whose role was asked already. */
  readonly by: Invoker | null;
}

/** The functions of the template, each in processes of its own. */
export interface Functions {
  readonly all: readonly FunctionSettings[];
  readonly find: (nameOrArn: string) => FunctionSettings | undefined;
  readonly invoke: (invocation: Invocation) => Promise<LambdaAnswer>;
  /** How many invocations are under way. */
  readonly running: () => number;
  /** The last lines of each function's log. */
  readonly log: () => readonly string[];
  /** What went wrong: failed invocations, and calls of a process that should have stood still. */
  readonly faults: string[];
  /** Lines that the functions logged as errors. */
  readonly errors: string[];
  /** Ends the process that calls AWS under this access key id, in the middle of its work. */
  readonly kill: (accessKeyId: string) => void;
  /** Ends all processes; further invocations start new ones. */
  readonly restart: () => Promise<void>;
}

export interface FunctionsOptions {
  readonly deployment: Deployment;
  readonly authority: Authority;
  readonly recorder: Recorder;
  readonly clock: StackClock;
  /** Where the SDK's calls go. */
  readonly sdkEndpoint: string;
  readonly outside: ReadonlyMap<string, number>;
  /** A certificate that is trusted besides the usual ones. */
  readonly trustedCertificate: string;
}

const permissionSchema = z.object({
  Action: z.literal("lambda:InvokeFunction"),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
});

const failure = (errorType: string, errorMessage: string): LambdaAnswer => ({
  ok: false,
  error: { errorType, errorMessage, trace: [] },
  timedOut: false,
  durationMs: 0,
  cpuMs: 0,
  maxRssMb: 0,
  initMs: null,
});

/** Whether the template lets a service invoke a function. */
function permissions(deployment: Deployment): (of: FunctionSettings, by: Invoker) => boolean {
  const given = deployment
    .ofType("AWS::Lambda::Permission")
    .map(({ properties }) => permissionSchema.parse(properties));
  return ({ arn, name }, { service, sourceArn }) =>
    given.some(
      ({ FunctionName, Principal, SourceArn }) =>
        (FunctionName === arn || FunctionName === name) &&
        Principal === service &&
        (SourceArn === undefined || fits(SourceArn, sourceArn)),
    );
}

const MOST_LINES = 5000;

export function runFunctions(options: FunctionsOptions): Functions {
  const { deployment, authority, recorder, clock, sdkEndpoint, outside, trustedCertificate } = options;
  const all = readFunctions(deployment);
  const isPermitted = permissions(deployment);
  const lines: string[] = [];
  const faults: string[] = [];
  const errors: string[] = [];
  const pools = new Map<string, LambdaPool>();
  let running = 0;

  const outsideText = [...outside].map(([name, port]) => `${name}=${port}`).join(",");

  function note(line: string): void {
    lines.push(line);
    if (line.includes('"level":"ERROR"')) errors.push(line);
    if (lines.length > MOST_LINES) lines.splice(0, MOST_LINES / 10);
  }

  function poolOf(one: FunctionSettings): LambdaPool {
    const known = pools.get(one.label);
    if (known) return known;
    if (!authority.actAs(one.label, one.runtimeNeeds)) faults.push(`${one.label} may not log or trace`);
    const pool = lambdaPool({
      most: MOST_PROCESSES,
      settings: (process) => ({
        folder: one.folder,
        memoryMb: one.memoryMb,
        outside: outsideText,
        environment: {
          ...environmentOf(one, sdkEnvironment(sdkEndpoint, `${one.label}.${process}`)),
          NODE_EXTRA_CA_CERTS: trustedCertificate,
        },
        onLine(line) {
          recorder.note({ kind: "log", function: one.label, bytes: Buffer.byteLength(line) });
          note(`${one.label} ${line}`);
        },
      }),
    });
    pools.set(one.label, pool);
    return pool;
  }

  const find = (nameOrArn: string): FunctionSettings | undefined =>
    all.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);

  async function run(one: FunctionSettings, { event, trigger }: Invocation): Promise<LambdaAnswer> {
    const requestId = randomUUID();
    const message = {
      event,
      requestId,
      functionArn: one.arn,
      timeLimit: one.timeLimitMs,
      ahead: clock.ahead(),
    };
    const answer = await poolOf(one).invoke(message);
    const { durationMs, cpuMs, maxRssMb, initMs, ok } = answer;
    const measured = { durationMs, cpuMs, maxRssMb, initMs, failed: !ok };
    recorder.note({ kind: "invocation", function: one.label, trigger, memoryMb: one.memoryMb, ...measured });
    if (!answer.ok) {
      const { errorType, errorMessage, trace } = answer.error;
      faults.push(
        `${one.label} (${trigger}): ${errorType}: ${errorMessage}\n${trace.slice(0, 6).join("\n")}`,
      );
    }
    return answer;
  }

  return {
    all,
    find,
    async invoke(invocation) {
      const one = find(invocation.arn);
      if (!one) return failure("ResourceNotFoundException", `Function not found: ${invocation.arn}`);
      if (invocation.by && !isPermitted(one, invocation.by)) {
        const { service, sourceArn } = invocation.by;
        const why = `${service} may not invoke ${one.label} for ${sourceArn}: no AWS::Lambda::Permission`;
        faults.push(why);
        return failure("AccessDeniedException", why);
      }
      if (Buffer.byteLength(JSON.stringify(invocation.event)) > MOST_PAYLOAD)
        return failure("RequestTooLargeException", "the payload is larger than 6 MB");
      running++;
      try {
        return await run(one, invocation);
      } finally {
        running--;
      }
    },
    running: () => running,
    log: () => lines,
    faults,
    errors,
    kill(accessKeyId) {
      const [, label = "", process = ""] = /^(.*)\.(\d+)$/.exec(accessKeyId) ?? [];
      pools.get(label)?.kill(Number(process));
    },
    async restart() {
      const before = [...pools.values()];
      pools.clear();
      await Promise.all(before.map((pool) => pool.close()));
    },
  };
}
