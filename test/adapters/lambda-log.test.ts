import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";

const MODULE = new URL("../../adapters/lambda-log.ts", import.meta.url).href;

/** The lines a function would write, in a process of its own with this environment. */
function linesOf(code: string, env: Record<string, string> = {}): Record<string, unknown>[] {
  const { stdout, stderr } = spawnSync(
    "node",
    ["--input-type=module", "-e", `import { anchor, count, publishCounts, told } from "${MODULE}";${code}`],
    { encoding: "utf8", env: { ...process.env, POWERTOOLS_LOG_LEVEL: "INFO", ...env } },
  );
  return `${stdout}${stderr}`
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

describe("the log of a function", () => {
  test("has an anchor for each commit, whatever level is asked for", () => {
    const code = `anchor({ onboarding: "acme.partner00001", rev: 3, head: "h" });`;
    for (const level of ["INFO", "ERROR", "CRITICAL"]) {
      expect(linesOf(code, { POWERTOOLS_LOG_LEVEL: level })).toMatchObject([
        { anchor: { onboarding: "acme.partner00001", rev: 3, head: "h" } },
      ]);
    }
  });

  test("names no mail address that a fault quotes", () => {
    const lines = linesOf(
      `told("mail", { onboarding: "acme.p" })(new Error("550 <jonas@weber.example> unknown"));`,
    );
    expect(lines).toMatchObject([{ level: "ERROR", onboarding: "acme.p", fault: { name: "Error" } }]);
    expect(JSON.stringify(lines)).toContain("550");
    expect(JSON.stringify(lines)).not.toContain("weber");
  });

  test("counts under few names, in one line an invocation, and writes none when nothing was counted", () => {
    const env = { POWERTOOLS_METRICS_NAMESPACE: "Test", POWERTOOLS_SERVICE_NAME: "dispatch" };
    expect(linesOf(`publishCounts();`, env)).toEqual([]);
    const [line, ...more] = linesOf(`count("EffectsFailed"); count("EffectsFailed"); publishCounts();`, env);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ EffectsFailed: [1, 1], service: "dispatch" });
  });
});
