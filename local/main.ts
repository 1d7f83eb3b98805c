import { DatabaseFault } from "../adapters/sqlite-database.ts";
import { SecretsFault } from "../adapters/node-secrets.ts";
import { ConfigFault, readConfig } from "./config.ts";
import { PortFault } from "./http-server.ts";
import { startServer } from "./server.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const isForPeople = (fault: unknown): fault is Error =>
  fault instanceof ConfigFault ||
  fault instanceof PortFault ||
  fault instanceof SecretsFault ||
  fault instanceof DatabaseFault ||
  (fault instanceof Error && "syscall" in fault);

try {
  const config = readConfig(process.env);
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
  say("Stop with Ctrl-C.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
} catch (fault) {
  complain(isForPeople(fault) ? `Cannot start: ${fault.message}` : `Cannot start: ${String(fault)}`);
  if (!isForPeople(fault)) complain(fault instanceof Error ? (fault.stack ?? "") : "");
  process.exit(1);
}
