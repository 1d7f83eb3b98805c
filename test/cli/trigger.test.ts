import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { readConfig } from "../../local/config.ts";
import { runCli } from "./run-cli.ts";

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trigger-"));
  const config = readConfig({ DATA_DIR: join(folder, "data"), PORT: "0" });
  server = await startServer({ config, onFault: () => {} });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const trigger = (...args: string[]) => runCli("trigger", args, join(folder, "data"));
const idIn = (out: string): string => /"onboardingId": "(demo\.[a-z0-9]+)"/.exec(out)?.[1] ?? "";

describe("npm run trigger", () => {
  test("starts one onboarding for the sample partner, however often, and others for other ids", async () => {
    const [first, again, other] = [await trigger(), await trigger(), await trigger("--external-id", "CRM-2")];
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^HTTP 202\n/);
    expect(idIn(first.out)).not.toBe("");
    expect(idIn(again.out)).toBe(idIn(first.out));
    expect(idIn(other.out)).not.toBe(idIn(first.out));
  });

  test("sends a file as it is, and fails with what it was answered", async () => {
    const file = join(folder, "bad.json");
    await writeFile(file, '{"type":"partner.gone"}');
    const { code, out } = await trigger("--file", file);
    expect(code).toBe(1);
    expect(out).toMatch(/^HTTP 422\n/);
    expect(out).toContain('"pointer": "/type"');
  });

  test("says what to do without a server, without a file, and with an option it does not know", async () => {
    const nowhere = await runCli("trigger", [], join(folder, "nothing"));
    expect([nowhere.code, nowhere.out]).toEqual([1, ""]);
    expect(nowhere.err).toContain("npm start");
    expect((await trigger("--file", join(folder, "none.json"))).err).toContain("none.json");
    expect((await trigger("--frob")).err).toContain("--external-id");
  });
});
