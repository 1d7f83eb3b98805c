import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { expectPage, signAgreement } from "../../cli/partner-robot.ts";
import { DAY, time, until, useWorld } from "./harness.ts";
import { act, begin, happened, INES, look, openStep, receives, SABINE, sees, standsAt } from "./story.ts";

const world = useWorld();

/** The sample program, but for a countersignature of the vendor's. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "countersigned-"));
  await cp(fileURLToPath(new URL("../../programs/reseller", import.meta.url)), folder, { recursive: true });
  const file = join(folder, "program.json");
  const program: { contract: object } = JSON.parse(await readFile(file, "utf8"));
  const contract = { ...program.contract, countersignature: true, countersignDays: 3 };
  await writeFile(file, JSON.stringify({ ...program, id: "countersigned", contract }));
  await world().run("program", "publish", folder);
  await rm(folder, { recursive: true });
});

test("an agreement that needs it is complete once the vendor has countersigned, late or not", async ({
  skip,
}) => {
  const pass = time(world(), skip);
  const run = await begin(world(), { program: "countersigned" });
  await signAgreement(await openStep(run, SABINE, "contract"), "Sabine Vogt");
  await receives(run, INES, "countersignature_request");
  expect((await look(run)).agreement.status).toBe("signed");
  await standsAt(run, { stage: "contract", status: "in_progress" });
  const { client, link } = await openStep(run, SABINE, "contract");
  expect((await client.get(`${link.path}/signed.pdf`)).url).toBe(world().baseUrl + link.path);

  await pass(4 * DAY);
  await receives(run, INES, "vendor_overdue");
  await standsAt(run, { status: "action_required" });
  // The partner did their part: their own deadline does not run.
  await pass(20 * DAY);
  expect(await happened(run, "stage.overdue")).toEqual([]);

  expectPage(await act(run, "countersign"));
  expect((await sees(run, "agreement.completed")).data).toEqual({ countersigned: true });
  await standsAt(run, { stage: "training", status: "in_progress" });
  const again = await openStep(run, SABINE, "contract");
  await until("the signed PDF", async () => {
    const { status } = await again.client.download(`${again.link.path}/signed.pdf`);
    return status === 200;
  });
});
