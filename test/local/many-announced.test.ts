import { expect, test } from "vitest";
import { expectPage, linksIn, signAgreement, visit } from "../../cli/partner-robot.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import type { InboxMail, VendorClient } from "../../cli/vendor-client.ts";
import { announcement } from "../announcement.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startProcess } from "./server-process.ts";

const MANY = 80;
/** Every mail, oldest first. */
const all = async (vendor: VendorClient): Promise<readonly InboxMail[]> =>
  (await vendor.mails("")).toReversed();

test("a partner who acts waits for none of those who were announced by the dozen", async () => {
  const server = await startProcess(temporaryFolder());
  const { baseUrl } = server.credentials;
  const vendor = vendorClient(server.credentials);
  const { onboardingId: id } = await vendor.start("msg_first", announcement("first"));
  await expect.poll(() => vendor.mails(id)).toHaveLength(1);
  const [mail] = await vendor.mails(id);
  const [link] = linksIn(mail?.text ?? "");
  if (!link) throw new Error("the first mail has no link");
  const visited = { ...(await visit(baseUrl, link)), link };

  await Promise.all(
    Array.from({ length: MANY }, (_, n) => vendor.start(`msg_${n}`, announcement(`partner-${n}`))),
  );
  await expect.poll(async () => (await all(vendor)).length).toBeGreaterThan(1);
  expectPage(await signAgreement(visited, "Sabine Vogt"));
  const before = (await all(vendor)).length;
  await expect.poll(async () => (await vendor.mails(id)).length).toBeGreaterThan(1);
  // By the order of the inbox, oldest first, not by the clock: a slow machine is slow for all of them.
  const mails = await all(vendor);
  const next = mails.findIndex(({ id: mailId, text }) => mailId !== mail?.id && text.includes(id));
  expect(next - before).toBeLessThan(MANY / 2);
  await server.kill();
}, 90_000);
