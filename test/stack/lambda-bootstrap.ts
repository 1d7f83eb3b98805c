import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionError, InvokeMessage, ProcessMessage } from "./lambda-protocol.ts";
import { letOutside } from "./outside-world.ts";

type Handler = (event: unknown, context: object) => unknown;

const RealDate = Date;
const realNow = Date.now;
let ahead = 0;

const now = (): number => realNow() + ahead;

/** Date, moved. A story's days pass in seconds. */
function moveDate(): void {
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
}

const tell = (message: ProcessMessage): void => void process.send?.(message);

/** As Lambda's Node runtime reports what a handler throws. */
function errorOf(fault: unknown): FunctionError {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: error.stack?.split("\n") ?? [],
  };
}

async function loadHandler(): Promise<Handler> {
  const [file = "", name = ""] = (process.env["_HANDLER"] ?? "").split(/\.(?=[^.]*$)/);
  const folder = process.env["LAMBDA_TASK_ROOT"] ?? "";
  const loaded: Record<string, unknown> = await import(pathToFileURL(join(folder, `${file}.mjs`)).href).catch(
    async (fault: unknown) => {
      if (!(Object(fault).code === "ERR_MODULE_NOT_FOUND" && String(fault).includes(`${file}.mjs`)))
        throw fault;
      return import(pathToFileURL(join(folder, `${file}.js`)).href);
    },
  );
  const handler = loaded[name];
  if (typeof handler !== "function") throw new Error(`${file} exports no ${name}`);
  return async (event, context): Promise<unknown> => handler(event, context);
}

function contextOf({ requestId, functionArn, timeLimit }: InvokeMessage): object {
  const end = performance.now() + timeLimit;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    awsRequestId: requestId,
    logGroupName: process.env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: process.env["AWS_LAMBDA_LOG_STREAM_NAME"],
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  ahead = message.ahead;
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  const outcome = await (async () => {
    try {
      const payload = JSON.stringify((await handler(message.event, contextOf(message))) ?? null);
      return { ok: true as const, payload };
    } catch (fault) {
      return { ok: false as const, error: errorOf(fault) };
    }
  })();
  const cpu = process.cpuUsage(cpuBefore);
  tell({
    kind: "answer",
    outcome,
    durationMs: performance.now() - startedAt,
    cpuMs: (cpu.user + cpu.system) / 1000,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  });
}

/** What Lambda's runtime does: loads the handler once, then calls it for one event after another. */
async function run(): Promise<void> {
  process.on("disconnect", () => process.exit());
  const startedAt = performance.now();
  moveDate();
  letOutside();
  ahead = Number(process.argv[2]);
  try {
    const handler = await loadHandler();
    process.on("message", (message: InvokeMessage) => void invoke(handler, message));
    tell({ kind: "ready", initMs: performance.now() - startedAt });
  } catch (fault) {
    tell({ kind: "broken", error: errorOf(fault) });
  }
}

await run();
