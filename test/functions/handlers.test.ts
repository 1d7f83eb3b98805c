import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const FUNCTIONS = join(import.meta.dirname, "../../functions");
const NAMES = readdirSync(FUNCTIONS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const NEEDED: Readonly<Record<string, RegExp>> = {
  "receive-webhook": /BASE_URL/,
  "vendor-api": /BASE_URL/,
  "issuer-site": /BASE_URL/,
  "partner-site": /BASE_URL/,
  "ops-console": /BASE_URL/,
  "open-stage": /STATE_MACHINE/,
  finish: /BUCKET/,
  dispatch: /MAKE_PDF/,
  deliver: /BUCKET/,
  tick: /DISPATCH.*DELIVER/,
  "mail-events": /BUCKET/,
};
const invocation = { awsRequestId: "r-1", getRemainingTimeInMillis: () => 60_000 };

interface Entry {
  readonly handler: (event: unknown, invocation: unknown) => Promise<unknown>;
}
const entryOf = (name: string): Promise<Entry> => import(join(FUNCTIONS, name, "handler.ts"));

describe("the entry of each function", () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of ["TABLE", "BUCKET", "SECRET", "BASE_URL"]) delete process.env[name];
  });
  afterEach(() => {
    Object.assign(process.env, before);
  });

  test("there are the twelve", () => {
    expect(NAMES.toSorted()).toEqual([...Object.keys(NEEDED), "make-pdf"].toSorted());
  });

  test.each(Object.entries(NEEDED))(
    "%s is imported without an environment, and its first event names what is missing (%s)",
    async (name, missing) => {
      const { handler } = await entryOf(name);
      const fault = handler({ wake: [] }, invocation);
      await expect(fault).rejects.toThrow("The environment does not fit");
      await expect(fault).rejects.toThrow(missing);
    },
  );

  test("make-pdf needs none", async () => {
    const { handler } = await entryOf("make-pdf");
    const input = {
      locale: "en",
      title: "Agreement",
      vendorName: "Acme",
      body: [{ kind: "paragraph", text: [{ text: "Hello", style: "plain" }] }],
      at: 0,
      evidence: null,
    };
    const pdf = Buffer.from(String(await handler(input, invocation)), "base64");
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await expect(handler({ ...input, body: "text" }, invocation)).rejects.toThrow("body");
  });
});
