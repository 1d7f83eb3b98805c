import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openFolders } from "../../../bench/crash/base-folder.ts";
import type { Folders } from "../../../bench/crash/base-folder.ts";
import { checkDoors } from "../../../bench/crash/check-doors.ts";
import { checkRun } from "../../../bench/crash/check-run.ts";
import { wholeRun } from "../../../bench/crash/order.ts";
import { runChild } from "../../../bench/crash/run-child.ts";
import { inboxMails } from "../../../bench/crash/sent-mails.ts";
import { linksIn } from "../../../cli/partner-robot.ts";
import { readConfig } from "../../../local/config.ts";
import { startServer } from "../../../local/server.ts";

let folders: Folders;
/** Of an onboarding that went from its webhook to its end. */
let whole: string;
let id: string;

beforeAll(async () => {
  folders = await openFolders();
  whole = await folders.fresh();
  const run = await runChild(wholeRun(whole));
  if (run.violations.length > 0) throw new Error(run.violations.join("\n"));
  id = run.accepted["one"] ?? "";
});

afterAll(async () => {
  await folders.drop(whole);
  await folders.close();
});

/** What the sweep finds in a copy that somebody has been at. */
async function found(spoil: (folder: string) => void, ids: readonly string[] = [id]): Promise<string[]> {
  const dataDir = await folders.fresh(whole);
  spoil(dataDir);
  const config = readConfig({ DATA_DIR: dataDir, PORT: "0" });
  const server = await startServer({ config, onFault: () => {} });
  const mails = inboxMails(server.core);
  const violations = [
    ...(await checkRun(server.core, { dataDir, ids, anchored: true, mails, relayed: false })),
    ...(await checkDoors(server, { dataDir, ids, mails })),
  ];
  await server.close();
  await folders.drop(dataDir);
  return violations;
}

const sql =
  (name: string, statement: string) =>
  (folder: string): void => {
    const db = new DatabaseSync(join(folder, `${name}.db`));
    db.exec(statement);
    db.close();
  };

function keepSecret(folder: string): void {
  const db = new DatabaseSync(join(folder, "machine.db"));
  const texts = db.prepare("SELECT text FROM inbox_message").all();
  db.close();
  const [link] = texts.flatMap(({ text }) => linksIn(String(text)));
  writeFileSync(join(folder, "documents", "kept.txt"), `seen: ${link?.secret}`);
}

test("a whole run holds", async () => {
  expect(await found(() => {})).toEqual([]);
});

test("who was accepted and is gone is found", async () => {
  const gone = "demo.zzzzzzzzzzzz";
  expect(await found(() => {}, [id, gone])).toEqual([`I2: ${gone} was accepted and is gone`]);
});

test.each([
  [
    "a second onboarding of a partner",
    sql(
      "onboarding",
      `INSERT INTO onboarding (id, vendor, external_id, program, ordinal, started_at, status, stage, attention,
         waiting_since, open_stage, rev, head, summary, state)
       SELECT 'demo.zzzzzzzzzzzz', vendor, external_id, program, 2, started_at, status, stage, attention,
         waiting_since, open_stage, rev, head, summary, state FROM onboarding`,
    ),
    /^I1: CRASH-one has 2 onboardings/,
  ],
  [
    "an onboarding that was not brought to its end",
    sql("onboarding", "UPDATE onboarding SET state = replace(state, '\"completed\"', '\"in_progress\"')"),
    /I2: it is in_progress and not completed\n.*I8: the state is not what the log amounts to/,
  ],
  [
    "a log that was changed",
    sql("onboarding", "UPDATE log SET events = replace(events, 'training', 'Training')"),
    /I8: /,
  ],
  [
    "a mail that never went out",
    sql("machine", "DELETE FROM inbox_message WHERE id = (SELECT min(id) FROM inbox_message)"),
    /one mail per key: .* is done and was sent 0 times/,
  ],
  [
    "a mail that came twice",
    sql(
      "machine",
      `INSERT INTO inbox_message (vendor, key, message_id, recipient, subject, text, html, headers, sent_at)
       SELECT vendor, key || '9', message_id, recipient, subject, text, html, headers, sent_at FROM inbox_message
       ORDER BY id LIMIT 1`,
    ),
    /one mail per event: .* came twice/,
  ],
  [
    "a step's mail after its stage",
    sql("machine", "UPDATE inbox_message SET sent_at = sent_at + 3600000"),
    /I4: .* was sent after its stage had ended/,
  ],
  ["a link's secret in a file", keepSecret, /I6: documents\/kept\.txt holds a link's secret/],
  [
    "an effect that failed",
    sql(
      "onboarding",
      "UPDATE todo SET state = 'failed' WHERE key = (SELECT key FROM todo WHERE state = 'done' LIMIT 1)",
    ),
    /I9: .* is failed/,
  ],
  [
    "an execution that did not succeed",
    sql("engine", "UPDATE execution SET status = 'ABORTED'"),
    /I9: its executions: .* ABORTED/,
  ],
])("%s is found", async (_what, spoil, told) => {
  const violations = await found(spoil);
  expect(violations.join("\n")).toMatch(told);
});
