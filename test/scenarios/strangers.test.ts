import { expect, test } from "vitest";
import { ROUTES } from "../../infra/routes.ts";
import { useWorld } from "./harness.ts";
import { begin, linkOf, log, look, receives, SABINE } from "./story.ts";
import type { Run } from "./story.ts";

const world = useWorld();

/** A way that exists under each route, and what a stranger is told there: to look, and to act. */
type Told = readonly [path: string, get: number, post: number];

const NOT_ALLOWED = [404, 405];
const publicPaths = (vendor: string): readonly string[] => [
  "/openapi.json",
  "/docs",
  "/docs/errors",
  "/healthz",
  "/.well-known/jwks.json",
  `/issuers/${vendor}`,
  `/status/${vendor}`,
  "/assets/style.css",
];

const guarded = ({ id }: Run, link: string): readonly Told[] => [
  [`/webhooks/${world().vendor.vendorId}`, 405, 401],
  [`/api/onboardings`, 401, 401],
  [`/api/onboardings/${id}`, 401, 401],
  [`/api/onboardings/${id}/events`, 401, 401],
  // The same shell for every link; acting is for who has opened it.
  [link, 200, 404],
  [`${link}/agreement/open`, 404, 403],
  [`${link}/agreement/sign`, 404, 403],
  ["/certificates/none", 404, 404],
  ["/", 302, 404],
  ["/console", 303, 401],
  ["/console/runs", 303, 401],
  [`/console/runs/${id}`, 303, 401],
  [`/console/runs/${id}/close`, 303, 401],
];

/** As a browser sends a form without fields, and a CRM its webhook. */
const sent = (path: string): Record<string, string> =>
  path.startsWith("/webhooks")
    ? { "content-type": "application/json" }
    : { origin: world().baseUrl, "sec-fetch-site": "same-origin" };

const told = async (method: "GET" | "POST", path: string): Promise<number> => {
  const asked = method === "POST" ? { method, headers: sent(path) } : {};
  const answer = await fetch(world().baseUrl + path, { ...asked, redirect: "manual" });
  return answer.status;
};

test("whoever has no signature, key, link or session is told nothing and changes nothing, on any route", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const { path: link } = await linkOf(run, SABINE, "contract");
  const before = [await look(run), await log(run)];
  const ways = guarded(run, link);
  const found: Told[] = [];
  for (const [path] of ways) found.push([path, await told("GET", path), await told("POST", path)]);
  expect(found).toEqual(ways);
  for (const path of publicPaths(world().vendor.vendorId)) {
    expect([path, await told("GET", path)]).toEqual([path, 200]);
    expect(NOT_ALLOWED, path).toContain(await told("POST", path));
  }
  expect([await look(run), await log(run)]).toEqual(before);

  const tried = [...ways.map(([path]) => path), ...publicPaths(world().vendor.vendorId)];
  const routes = Object.values(ROUTES).flat();
  const untried = routes.filter((route) => {
    const prefix = route.replace(/\{.*$/, "");
    return !tried.some((path) => path.startsWith(prefix));
  });
  expect(untried).toEqual([]);
});
