import type { WebClient } from "../../cli/web-client.ts";
import { samplePartner } from "./sample-partners.ts";

export interface Times {
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  readonly count: number;
}

export function timesOf(samples: readonly number[]): Times {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), most: at(1), count: sorted.length };
}

const STATUSES = ["", "in_progress", "action_required", "on_hold", "completed", "withdrawn"];
const STAGES = ["", "contract", "training", "certification", "first_deal"];
const ATTENTION = ["", "any", "mail_bounced", "deal_review", "stage_overdue"];

function filters(): string[] {
  return STATUSES.flatMap((status) =>
    STAGES.flatMap((stage) =>
      ATTENTION.flatMap((attention) =>
        ["newest", "waiting"].map((order) => {
          const given = Object.entries({ status, stage, attention, order }).filter(([, value]) => value);
          return `/console/runs?${new URLSearchParams(given).toString()}`;
        }),
      ),
    ),
  );
}

/** What people type: parts of names that many share, a whole name, an address, a domain, an id, nonsense. */
function searches(count: number): string[] {
  const some = Array.from({ length: 12 }, (_, n) => samplePartner(Math.floor((n / 12) * count)));
  const texts = [
    "Stahlbau",
    "heiz",
    "s",
    "Vogt",
    "niederrhein gmbh",
    "nobody has this name",
    ...some.flatMap(({ externalPartnerId, partner, people }) => [
      externalPartnerId,
      partner.legalName,
      partner.domain ?? "",
      people[0]?.person.email ?? "",
    ]),
  ];
  return texts.flatMap((q) =>
    [{ q }, { q, status: "on_hold" }, { q, stage: "first_deal", order: "waiting" }].map(
      (query) => `/console/runs?${new URLSearchParams(query).toString()}`,
    ),
  );
}

async function timed(desk: WebClient, path: string): Promise<number> {
  const begun = performance.now();
  const { status } = await desk.download(path);
  const ms = performance.now() - begun;
  if (status !== 200) throw new Error(`${path} answered ${status}`);
  return ms;
}

/** Pages one after the other, as somebody leafs through a list. */
async function leaf(desk: WebClient, from: string, pages: number): Promise<number[]> {
  const times: number[] = [];
  let path: string | undefined = from;
  for (let page = 0; page < pages && path !== undefined; page++) {
    times.push(await timed(desk, path));
    const { links } = await desk.get(path);
    path = links.find((link) => link.includes("cursor="));
  }
  return times;
}

export interface ListTimes {
  readonly all: Times;
  readonly slowest: readonly { readonly path: string; readonly ms: number }[];
  readonly home: Times;
}

/** How long the console's lists take over HTTP: every filter, searches, further pages. */
export async function timeLists(desk: WebClient, count: number): Promise<ListTimes> {
  const found: { path: string; ms: number }[] = [];
  for (const path of [...filters(), ...searches(count)]) found.push({ path, ms: await timed(desk, path) });
  for (const from of [
    "/console/runs",
    "/console/runs?order=waiting",
    "/console/runs?stage=first_deal",
    "/console/runs?q=s",
  ])
    for (const ms of await leaf(desk, from, 25)) found.push({ path: `${from} (further pages)`, ms });
  const home: number[] = [];
  for (let round = 0; round < 20; round++) home.push(await timed(desk, "/console"));
  return {
    all: timesOf(found.map(({ ms }) => ms)),
    slowest: found.toSorted((a, b) => b.ms - a.ms).slice(0, 8),
    home: timesOf(home),
  };
}
