import { DatabaseFault } from "../adapters/sqlite-database.ts";
import { SecretsFault } from "../adapters/node-secrets.ts";
import { ConfigFault, readConfig } from "./config.ts";
import { PortFault } from "./http-server.ts";
import type { RunningServer } from "./server.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const isForPeople = (fault: unknown): fault is Error =>
  fault instanceof ConfigFault ||
  fault instanceof PortFault ||
  fault instanceof SecretsFault ||
  fault instanceof DatabaseFault ||
  (fault instanceof Error && "syscall" in fault);

/** npm passes a Ctrl-C on that we had from the terminal already: so soon after, it is the same one. */
const SAME_MS = 500;

function stopWhenAsked(server: RunningServer): void {
  let askedAt: number | null = null;
  const stop = (): void => {
    const now = performance.now();
    if (askedAt !== null && now - askedAt < SAME_MS) return;
    if (askedAt !== null) process.exit(1);
    askedAt = now;
    say("Stopping. Ctrl-C again stops at once; nothing is lost by it.");
    server.close().then(
      () => process.exit(0),
      (fault: unknown) => {
        complain(`Stopped with a fault: ${fault instanceof Error ? (fault.stack ?? "") : String(fault)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
}

try {
  const config = readConfig(process.env);
  // It takes a while to load: first what it is told is read.
  const { startServer } = await import("./server.ts");
  const server = await startServer({
    config,
    onFault: (where, fault) => complain(`${new Date().toISOString()} ${where}: ${String(fault)}`),
  });
  say(`Partner onboarding runs at ${server.baseUrl}`);
  say(`  data      ${config.dataDir}`);
  if (server.consoleUrl)
    say(`  console   ${server.consoleUrl}  (works once; npm run console-link makes another)`);
  if (!config.smtpUrl) say(`  inbox     ${server.baseUrl}/inbox`);
  say(`  API docs  ${server.baseUrl}/docs`);
  if (server.enginePort !== null)
    say(`  engine    http://127.0.0.1:${server.enginePort}  (Step Functions' protocol, unsigned)`);
  say("Stop with Ctrl-C.");
  stopWhenAsked(server);
} catch (fault) {
  complain(isForPeople(fault) ? `Cannot start: ${fault.message}` : `Cannot start: ${String(fault)}`);
  if (!isForPeople(fault)) complain(fault instanceof Error ? (fault.stack ?? "") : "");
  process.exit(1);
}
