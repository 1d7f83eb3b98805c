import { parseArgs } from "node:util";
import { restore } from "../local/restore.ts";
import { dataDir } from "./data-dir.ts";
import { megabytes } from "./megabytes.ts";

const USAGE = `npm run restore -- BACKUP
Makes an installation in DATA_DIR (./data unless set), which must be empty, of a folder that npm run backup wrote.
Then npm start goes on from there. The server it was copied from must not run any more: both would write to people.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(backup: string): Promise<void> {
  const folder = dataDir();
  const { at, files } = await restore(backup, folder);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  say(`Restored ${megabytes(bytes)} and the documents, as of ${at}, in ${folder}.`);
  say("Start it with npm start. Mails and webhooks that went out after that time may go out once more.");
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" } },
});
const [backup] = positionals;
if (values.help) say(USAGE);
else if (backup === undefined || positionals.length > 1) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    await main(backup);
  } catch (fault) {
    process.stderr.write(`Nothing was restored: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exitCode = 1;
  }
}
