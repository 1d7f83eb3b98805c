import { parseArgs } from "node:util";
import { backUp } from "../local/backup.ts";
import { dataDir } from "./data-dir.ts";
import { megabytes } from "./megabytes.ts";
import { verifyLogs } from "./verify-logs.ts";

const USAGE = `npm run backup -- DIR [--since EARLIER-BACKUP] [--quick]
Copies the installation in DATA_DIR (./data unless set) to DIR, a new or empty folder, while its server runs or not.
What was accepted before it began is in it. The copy is checked: the databases' pages, and every log as npm run verify
does. --quick leaves the logs out. With --since, documents that are in an earlier backup on the same disk are shared
with it. Exit code 1 when there is no backup afterwards, or a log in it is broken.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A log that was broken before the backup does not make the backup worse, but somebody must be told. */
async function checkLogs(folder: string): Promise<void> {
  const { checked, broken } = await verifyLogs(folder, [], say);
  say(`${checked} logs checked, ${broken} broken`);
  if (broken > 0) process.exitCode = 1;
}

async function main(target: string, { since, quick }: { since: string | undefined; quick: boolean }) {
  const begun = performance.now();
  const check = quick ? async () => {} : checkLogs;
  const { files, documents, at } = await backUp({ dataDir: dataDir(), target, since, check });
  for (const { name, bytes } of files) say(`${name.padEnd(18)}${megabytes(bytes)}`);
  say(`${"documents".padEnd(18)}${megabytes(documents.bytes)}, ${documents.count} files`);
  say(`Backup of ${at} in ${target}, made in ${((performance.now() - begun) / 1000).toFixed(1)} s.`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    since: { type: "string" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  },
});
const [target] = positionals;
if (values.help) say(USAGE);
else if (target === undefined || positionals.length > 1) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    await main(target, { since: values.since, quick: values.quick });
  } catch (fault) {
    process.stderr.write(`No backup was made: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exitCode = 1;
  }
}
