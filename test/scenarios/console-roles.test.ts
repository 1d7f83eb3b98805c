import { expect, onTestFinished, test } from "vitest";
import { expectPage } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import { oidcProvider } from "../oidc-provider.ts";
import { openWorld } from "./harness.ts";
import type { World } from "./harness.ts";
import { act, begin, happened, log, receives, SABINE, sees, standsAt, wordsOf } from "./story.ts";

async function worldWithProvider(): Promise<World> {
  const world = await openWorld({ provider: await oidcProvider() });
  onTestFinished(() => world.close());
  return world;
}

const as = (role: string, vendors = "demo") => ({
  sub: `${role}-1`,
  name: `The ${role}`,
  roles: [`onboarding:${role}`],
  vendors: [vendors],
});

test("viewers look, operators act, admins close; each act bears its name in the log", async () => {
  const world = await worldWithProvider();
  const run = await begin(world);
  await receives(run, SABINE, "contract_step");
  const before = await log(run);
  const path = `/console/runs/${run.id}`;

  const viewer = await world.signIn(as("viewer"));
  const page = expectPage(await viewer.get(path));
  expect(page.forms.filter(({ action }) => action.includes(path))).toEqual([]);
  expect((await viewer.post(`${path}/put_on_hold`, { note: "May I?" })).status).toBe(403);

  const operator = await world.signIn(as("operator"));
  expect((await operator.post(`${path}/close`, { as: "withdrawn", note: "May I?" })).status).toBe(403);
  expect(await log(run)).toEqual(before);
  expectPage(await act(run, "put_on_hold", { client: operator }));
  expect((await sees(run, "onboarding.put_on_hold")).actor).toEqual({
    kind: "operator",
    operator: "operator-1",
  });
  expectPage(await act(run, "resume", { client: operator }));

  const admin = await world.signIn(as("admin"));
  expectPage(await act(run, "close", { client: admin, values: { as: "withdrawn" } }));
  await standsAt(run, { status: "withdrawn" });
  expect(await happened(run, "onboarding.withdrawn")).toHaveLength(1);
});

test("ops of one vendor see nothing of another, and nobody gets in without a role", async () => {
  const world = await worldWithProvider();
  const run = await begin(world);
  const path = `/console/runs/${run.id}`;
  const stranger = await world.signIn(as("admin", "another"));
  expect((await stranger.get(path)).status).toBe(404);
  expect((await stranger.post(`${path}/close`, { as: "withdrawn", note: "Because." })).status).toBe(404);
  expect(wordsOf(await stranger.get("/console/runs"))).not.toContain("Heizwerk");
  expect(wordsOf(await stranger.get("/console"))).not.toContain("Heizwerk");

  await expect(world.signIn({ sub: "x", roles: ["something:else"], vendors: ["demo"] })).rejects.toThrow(
    "/console/sign-in/callback",
  );
  expect((await webClient(world.baseUrl).get(path)).url).toContain("/console/sign-in");
  expect((await webClient(world.baseUrl).post(`${path}/close`, { note: "Let me in." })).status).toBe(401);
  expect(await happened(run, "onboarding.withdrawn")).toEqual([]);
});
