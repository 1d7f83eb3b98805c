import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyDatabase } from "../../adapters/sqlite-backup.ts";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { instant } from "../../domain/ids.ts";
import type { Program } from "../../domain/program.ts";
import { readConfig } from "../../local/config.ts";
import { copyDocuments } from "../../local/copy-documents.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";

/** Bytes of one whole onboarding in each file: when it has just been completed, and years later in the archive. */
export type Growth = Readonly<Record<string, { readonly completed: number; readonly archived: number }>>;

type Sizes = Readonly<Record<string, number>>;

const DAY = 86_400_000;
const WEBHOOK = new URL("../../cli/sample-partner.json", import.meta.url);
const PROGRAM = new URL("../../programs/reseller", import.meta.url).pathname;

/** Of compact copies: free pages belong to nobody. */
async function sizesOf(folder: string): Promise<Sizes> {
  const scratch = await mkdtemp(join(tmpdir(), "scale-"));
  const sizes: Record<string, number> = {};
  for (const name of ["onboarding.db", "engine.db", "machine.db"]) {
    await copyDatabase(join(folder, name), join(scratch, name));
    sizes[name] = (await stat(join(scratch, name))).size;
  }
  sizes["anchors.jsonl"] = (await stat(join(folder, "anchors.jsonl"))).size;
  const documents = { from: join(folder, "documents"), to: join(scratch, "documents"), since: null };
  sizes["documents"] = (await copyDocuments(documents)).bytes;
  await rm(scratch, { recursive: true });
  return sizes;
}

async function onboard({ baseUrl, core, credentials }: RunningServer, program: Program, n: number) {
  if (!credentials) throw new Error("the folder has vendors of its own");
  const vendor = vendorClient(credentials);
  const sample: { data: object } = JSON.parse(await readFile(WEBHOOK, "utf8"));
  const data = { ...sample.data, externalPartnerId: `CRM-grown-${n}` };
  const body = JSON.stringify({ ...sample, timestamp: new Date().toISOString(), data });
  const { onboardingId: id } = await vendor.start(`grown_${n}`, body);
  await driveOnboarding({
    baseUrl,
    vendor,
    program,
    id,
    console: async () => signIn(baseUrl, `${baseUrl}/console/sign-in#${await core.localLinks.issue()}`),
    say: () => {},
    patienceMs: 120_000,
  });
}

/** Moves the clock until certificates and protection have run out and nothing is due any more. */
export async function letYearsPass({ core }: RunningServer, move: (to: number) => void): Promise<void> {
  const next = core.store.database.prepare("SELECT min(due_at) AS at FROM todo WHERE due_at IS NOT NULL");
  for (;;) {
    await core.queue.idle();
    const at = next.get()?.["at"];
    if (typeof at !== "number") return;
    move(at);
    await core.tick();
  }
}

const difference = (after: Sizes, before: Sizes, name: string): number =>
  (after[name] ?? 0) - (before[name] ?? 0);

/** Drives so many whole onboardings on an empty folder over HTTP, then lets them grow old. */
export async function measureGrowth(folder: string, count: number): Promise<Growth> {
  let now = Date.now();
  let moved = false;
  const program = await readProgramFolder(PROGRAM);
  if (!program.ok) throw new Error(program.error.join("\n"));
  const server = await startServer({
    config: readConfig({ DATA_DIR: folder, PORT: "0" }),
    clock: () => instant(moved ? now : Date.now()),
    onFault: (where, fault) => process.stderr.write(`${where}: ${String(fault)}\n`),
  });
  try {
    await onboard(server, program.value, 0);
    await server.core.queue.idle();
    await server.core.anchors.flush();
    const before = await sizesOf(folder);
    for (let n = 1; n <= count; n++) await onboard(server, program.value, n);
    await server.core.queue.idle();
    await server.core.anchors.flush();
    const completed = await sizesOf(folder);
    const move = (to: number): void => {
      moved = true;
      now = Math.max(now, to);
    };
    await letYearsPass(server, move);
    move(now + 400 * DAY);
    const archived = await server.core.archive();
    if (archived !== count + 1) throw new Error(`${archived} of ${count + 1} went into the archive`);
    await server.core.engine.run();
    const last = await sizesOf(folder);
    return Object.fromEntries(
      Object.keys(completed).map((name) => {
        const grown = difference(completed, before, name) / count;
        // The first one, which was in the sizes before, has been archived too.
        const shrunk = difference(completed, last, name) / (count + 1);
        return [name, { completed: Math.round(grown), archived: Math.round(grown - shrunk) }];
      }),
    );
  } finally {
    await server.close();
  }
}
