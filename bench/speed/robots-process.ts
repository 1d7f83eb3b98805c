import { subscribe } from "node:diagnostics_channel";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import type { VendorClient } from "../../cli/vendor-client.ts";
import type { WebClient } from "../../cli/web-client.ts";
import { readCredentials } from "../../local/credentials-file.ts";
import { answerQuestions } from "./answering.ts";
import { webhookOf } from "./webhook.ts";

const PROGRAM = fileURLToPath(new URL("../../programs/reseller", import.meta.url));
const PATIENCE_MS = 300_000;

const openSchema = z.object({ dataDir: z.string() });
const driveSchema = z.object({ name: z.string(), count: z.int() });
const mailSchema = z.array(
  z.object({ id: z.string(), to: z.string(), subject: z.string(), text: z.string() }),
);

let requests = 0;
// Where Node's fetch tells of each request it makes.
subscribe("undici:request:create", () => requests++);

type Office = Awaited<ReturnType<typeof openOffice>>;
let office: Office | undefined;

/** Mails are read where the built-in inbox keeps them: its list over HTTP would be most of the work of the server. */
function mailReader(dataDir: string): VendorClient["mails"] {
  const inbox = new DatabaseSync(join(dataDir, "machine.db"), { readOnly: true });
  const newest = inbox.prepare(
    `SELECT CAST(id AS TEXT) AS id, recipient AS "to", subject, text FROM inbox_message
    WHERE vendor = ?1 AND key > ?2 || '/' AND key < ?2 || '0' ORDER BY inbox_message.id DESC`,
  );
  return async (id) => mailSchema.parse(newest.all(id.slice(0, id.indexOf(".")), id));
}

/** The vendor's side, which all onboardings share: program, API, mails, and one signed-in console. */
async function openOffice({ dataDir }: z.infer<typeof openSchema>) {
  const credentials = await readCredentials(dataDir);
  const program = await readProgramFolder(PROGRAM);
  if (!credentials || !program.ok) throw new Error("there is no server to work with");
  const { baseUrl, consoleUrl } = credentials;
  const vendor = { ...vendorClient(credentials), mails: mailReader(dataDir) };
  const console: WebClient = await signIn(baseUrl, consoleUrl);
  return { baseUrl, vendor, program: program.value, console };
}

async function onboard({ console, vendor, ...rest }: Office, name: string): Promise<void> {
  const { onboardingId: id } = await vendor.start(`msg_${name}`, webhookOf(name));
  await driveOnboarding({
    ...rest,
    vendor,
    id,
    console: async () => console,
    say: () => {},
    patienceMs: PATIENCE_MS,
  });
}

/** Whole onboardings at once, from webhook to finish. */
async function drive({ name, count }: z.infer<typeof driveSchema>) {
  const at = office;
  if (!at) throw new Error("open the office first");
  requests = 0;
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: count }, (_, n) => onboard(at, `${name}-${n}`)));
  return { seconds: (performance.now() - startedAt) / 1000, requests };
}

answerQuestions({
  async open(order) {
    office = await openOffice(openSchema.parse(order));
  },
  drive: (order) => drive(driveSchema.parse(order)),
});
