import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { letYearsPass } from "../../bench/scale/growth.ts";
import { driveOnboarding, signIn } from "../../cli/drive-onboarding.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { verifyLogs } from "../../cli/verify-logs.ts";
import { instant, parseOnboardingId } from "../../domain/ids.ts";
import { readConfig } from "../../local/config.ts";
import { startServer } from "../../local/server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const DAY = 86_400_000;
const SAMPLE = new URL("../../cli/sample-partner.json", import.meta.url);

test("a finished onboarding goes into the archive years later, and every page and answer stays the same", async () => {
  const folder = temporaryFolder();
  const faults: string[] = [];
  let now: number | null = null;
  const server = await startServer({
    config: readConfig({ PORT: "0", DATA_DIR: folder, ARCHIVE_AFTER_DAYS: "30" }),
    clock: () => instant(now ?? Date.now()),
    onFault: (where, fault) => faults.push(`${where}: ${String(fault)}`),
  });
  const { baseUrl, core, credentials } = server;
  const program = await readProgramFolder(new URL("../../programs/reseller", import.meta.url).pathname);
  if (!credentials || !program.ok) throw new Error("no credentials, or no program");
  const vendor = vendorClient(credentials);
  const { onboardingId: id } = await vendor.start("w1", await readFile(SAMPLE, "utf8"));
  const newDesk = async () => signIn(baseUrl, `${baseUrl}/console/sign-in#${await core.localLinks.issue()}`);
  await driveOnboarding({ baseUrl, vendor, program: program.value, id, console: newDesk, say: () => {} });
  expect(await core.archive()).toBe(0);
  await letYearsPass(server, (to) => (now = Math.max(Date.now(), to)));
  now = (now ?? 0) + 31 * DAY;

  const own = parseOnboardingId(id);
  const certificates = own ? (await core.store.onboardings.load(own))?.onboarding.certifications : [];
  const desk = await newDesk();
  const authorization = { headers: { authorization: `Bearer ${credentials.apiKey}` } };
  const answers = async () => {
    const paths = [
      `/api/onboardings/${id}`,
      `/api/onboardings/${id}/events`,
      "/api/onboardings?search=heizwerk",
    ];
    const api = paths.map(async (path) => (await fetch(baseUrl + path, authorization)).text());
    const pages = [
      `/console/runs/${id}`,
      "/console/runs?q=heizwerk",
      ...(certificates ?? []).flatMap((one) => [
        `/certificates/${one.id}`,
        `/certificates/${one.id}/credential.jwt`,
      ]),
    ].map(async (path) => {
      const { status, body } = await desk.get(path);
      return [path, status, body] as const;
    });
    const shown = await Promise.all(pages);
    for (const [path, status] of shown) expect([path, status]).toEqual([path, 200]);
    return [...(await Promise.all(api)), ...shown];
  };
  const before = await answers();
  expect(certificates).toHaveLength(2);
  expect(await core.archive()).toBe(1);
  expect(core.store.database.prepare("SELECT count(*) AS n FROM log").get()).toEqual({ n: 0 });
  expect(await answers()).toEqual(before);
  await server.close();
  expect(await verifyLogs(folder, [], () => {})).toEqual({ checked: 1, broken: 0 });
  expect(faults).toEqual([]);
}, 90_000);
