import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { RECORDED, replayRecorded } from "../../../cli/conformance.ts";

test.skipIf(!existsSync(RECORDED))(
  `every history that AWS recorded is replayed alike (skipped without ${RECORDED})`,
  async () => {
    const { passed, failed } = await replayRecorded(RECORDED);
    expect(failed).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  },
);
