import { join } from "node:path";
import { LOCAL_SIGN_IN_TABLE, localSignIn } from "../adapters/local-sign-in.ts";
import { openSqliteDatabase } from "../adapters/sqlite-database.ts";
import { SQLITE_INBOX_TABLE } from "../adapters/sqlite-inbox.ts";
import { instant } from "../domain/ids.ts";

/** A one-time link into the console of the installation in this folder; the one the server printed stays unused. */
export async function newConsoleLink(folder: string, baseUrl: string): Promise<string> {
  const file = join(folder, "machine.db");
  const database = openSqliteDatabase({ file, migrations: [SQLITE_INBOX_TABLE, LOCAL_SIGN_IN_TABLE] });
  const secret = await localSignIn(database, () => instant(Date.now())).issue();
  database.close();
  return `${baseUrl}/console/sign-in#${secret}`;
}
