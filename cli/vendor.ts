import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openNodeSecrets } from "../adapters/node-secrets.ts";
import { openSqliteDatabase } from "../adapters/sqlite-database.ts";
import { ONBOARDING_MIGRATIONS } from "../adapters/sqlite-schema.ts";
import { sqliteVendors } from "../adapters/sqlite-vendors.ts";
import { dataDir } from "./data-dir.ts";
import { deploymentIn } from "./deployment.ts";
import { onDeployment } from "./on-deployment.ts";
import { vendorCommand } from "./vendor-commands.ts";
import type { VendorTools } from "./vendor-commands.ts";

const USAGE = `npm run vendor -- …

  add ID --name NAME [--legal LINE]… [--mail-from MAIL] [--ops MAIL] [--accent #rrggbb] [--logo URL]
  list                     the vendors there are
  rotate-key ID            a new API key; the one before it stays in force until the next rotation
  rotate-secret ID         a new webhook secret; the one before it stays in force until the next rotation
    [--public-key whpk_…]  instead: verify with your own ed25519 key
  set-webhook ID URL       the https address where the vendor wants its events; prints the secret they are
                           signed with (http only to this machine, with ALLOW_LOOPBACK_WEBHOOKS=true)
  set-webhook ID none      no events to this vendor

ID: 3 to 32 lower-case letters, digits and hyphens. Secrets are printed once and cannot be shown again.
Works on DATA_DIR (./data unless set), also while the server runs; with TABLE, BUCKET and SECRET set, on that
deployed stage (docs/aws.md).`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Work = (tools: VendorTools) => Promise<void>;

async function onFolder(folder: string, work: Work): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const database = openSqliteDatabase({ file, migrations: ONBOARDING_MIGRATIONS });
  try {
    const allowLoopback = process.env["ALLOW_LOOPBACK_WEBHOOKS"] === "true";
    await work({ vendors: sqliteVendors(database), hmac, allowLoopback, say });
  } finally {
    database.close();
  }
}

function withTools(work: Work): Promise<void> {
  const deployment = deploymentIn(process.env);
  return deployment
    ? onDeployment(deployment, ({ vendors, hmac }) => work({ vendors, hmac, allowLoopback: false, say }))
    : onFolder(dataDir(), work);
}

try {
  const args = process.argv.slice(2);
  const command = vendorCommand(args);
  if (command) await withTools(command);
  else process.stdout.write(`${USAGE}\n`);
  process.exitCode = command || args.some((arg) => ["-h", "--help", "help"].includes(arg)) ? 0 : 1;
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
