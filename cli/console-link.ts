import { join } from "node:path";
import { existsSync } from "node:fs";
import { LOCAL_SIGN_IN_TABLE, localSignIn } from "../adapters/local-sign-in.ts";
import { openSqliteDatabase } from "../adapters/sqlite-database.ts";
import { SQLITE_INBOX_TABLE } from "../adapters/sqlite-inbox.ts";
import { instant } from "../domain/ids.ts";
import { readCredentials } from "../local/credentials-file.ts";
import { dataDir } from "./data-dir.ts";

const folder = dataDir();
const file = join(folder, "machine.db");
const credentials = await readCredentials(folder);
const baseUrl = process.env["BASE_URL"] || credentials?.baseUrl;

if (!existsSync(file) || !baseUrl) {
  process.stderr.write(
    `There is no running installation in ${folder}: start it with npm start, or set DATA_DIR.\n`,
  );
  process.exitCode = 1;
} else {
  const database = openSqliteDatabase({ file, migrations: [SQLITE_INBOX_TABLE, LOCAL_SIGN_IN_TABLE] });
  const secret = await localSignIn(database, () => instant(Date.now())).issue();
  database.close();
  process.stdout.write(`${baseUrl}/console/sign-in#${secret}\n`);
}
