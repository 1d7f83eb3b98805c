import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { linksIn } from "../../cli/partner-robot.ts";
import type { MailLink } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import type { FormValues } from "../../cli/web-client.ts";
import { parseOnboardingId } from "../../domain/ids.ts";
import type { RunningServer } from "../../local/server.ts";
import { OTHER_API_KEY } from "./other-vendor.ts";
import { MAIL_FILE } from "./sent-mails.ts";
import type { SentMail } from "./sent-mails.ts";

export interface CheckedDoors {
  readonly dataDir: string;
  readonly ids: readonly string[];
  readonly mails: readonly SentMail[];
}

type Doors = Pick<RunningServer, "baseUrl" | "core">;

async function heads({ core }: Doors, ids: readonly string[]): Promise<string> {
  const known = ids.flatMap((text) => parseOnboardingId(text) ?? []);
  const stored = await Promise.all(known.map((id) => core.store.onboardings.load(id)));
  return stored.map((one) => one?.head ?? "gone").join();
}

/** As a mail scanner, which opens what it finds and sends nothing. */
async function look(baseUrl: string, { path }: MailLink): Promise<void> {
  for (const method of ["GET", "HEAD"]) {
    const answer = await fetch(baseUrl + path, { method, headers: { purpose: "prefetch" } });
    await answer.arrayBuffer();
  }
}

/** What somebody could still send when their stage is over; of a deal there is more to tell after it. */
const LATE_ACTS: Readonly<Record<string, readonly [path: string, values: FormValues][]>> = {
  contract: [["/agreement/decline", { note: "We changed our minds." }]],
  certification: [
    ["/exam/sales/start", {}],
    ["/exam/technical/start", {}],
  ],
};

/** With the right secret, for a stage that is over. Returns what was taken for all that. */
async function actLate(baseUrl: string, { path, secret, stage }: MailLink): Promise<string[]> {
  const client = webClient(baseUrl);
  await client.post(`${path}/session`, { secret });
  const taken: string[] = [];
  for (const [act, values] of LATE_ACTS[stage] ?? []) {
    const { status } = await client.post(path + act, values);
    if (status < 400) taken.push(`I6: ${act} was answered ${status} after its stage had ended`);
  }
  return taken;
}

/** Everything in the folder but the mails as their readers have them. */
function keptFiles(dataDir: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1))
    .filter((name) => !name.startsWith("machine.db") && name !== MAIL_FILE);
}

function keptSecrets(dataDir: string, links: readonly MailLink[]): string[] {
  return keptFiles(dataDir).flatMap((name) => {
    const bytes = readFileSync(join(dataDir, name));
    return links.some(({ secret }) => bytes.includes(secret)) ? [`I6: ${name} holds a link's secret`] : [];
  });
}

async function shownToOthers(baseUrl: string, ids: readonly string[]): Promise<string[]> {
  const headers = { authorization: `Bearer ${OTHER_API_KEY}` };
  const statuses = await Promise.all(
    ids.flatMap((id) =>
      [`/api/onboardings/${id}`, `/api/onboardings/${id}/events`].map(async (path) => {
        const answer = await fetch(baseUrl + path, { headers });
        await answer.arrayBuffer();
        return answer.status === 404 ? [] : [`I7: ${path} answered another vendor ${answer.status}`];
      }),
    ),
  );
  const list = await fetch(`${baseUrl}/api/onboardings`, { headers });
  const text = await list.text();
  const listed = list.status !== 200 || ids.some((id) => text.includes(id));
  return [
    ...statuses.flat(),
    ...(listed ? [`I7: another vendor's list answers ${list.status} ${text}`] : []),
  ];
}

/** What does not hold of links and of other vendors (I5, I6, I7), once everything is done. */
export async function checkDoors(server: Doors, { dataDir, ids, mails }: CheckedDoors): Promise<string[]> {
  const { baseUrl } = server;
  if (ids.length === 0) return [];
  const links = mails.flatMap(({ text }) => linksIn(text));
  const before = await heads(server, ids);
  for (const link of links) await look(baseUrl, link);
  const looked = await heads(server, ids);
  const taken: string[] = [];
  for (const link of links) taken.push(...(await actLate(baseUrl, link)));
  const acted = await heads(server, ids);
  return [
    ...(links.length === 0 ? ["no mail had a link"] : []),
    ...(looked === before ? [] : ["I5: somebody only looked at links, and something changed"]),
    ...(acted === looked ? [] : ["I6: a link of a stage that is over changed something"]),
    ...taken,
    ...keptSecrets(dataDir, links),
    ...(await shownToOthers(baseUrl, ids)),
  ];
}
