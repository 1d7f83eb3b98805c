import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { mimeMessage } from "../../adapters/mime-message.ts";
import { BUNDLING } from "../../infra/bundle-functions.ts";
import { outgoingMail } from "../contracts/mailer-contract.ts";

async function bundled(): Promise<{ mimeMessage: typeof mimeMessage; bytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), "plain-mail-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, "mail.mjs");
  const { metafile } = await build({
    ...BUNDLING,
    entryPoints: ["adapters/mime-message.ts"],
    outfile,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return { ...(await import(pathToFileURL(outfile).href)), bytes: output?.bytes ?? 0 };
}

/** The boundary is random, and the date is now. */
const steady = (bytes: Buffer): string =>
  bytes
    .toString("utf8")
    .replaceAll(/--_NmP-[0-9a-f]+-/g, "--_NmP-random-")
    .replace(/^Date: .*$/m, "Date: now");

const MAILS = [
  outgoingMail(),
  outgoingMail({
    from: '"Größe & Söhne" <partner@größe.example>',
    to: { name: 'Zoë 🚀 "Müller"\r\nBcc: eve@evil.example', email: "zoe@müller.example" },
    subject: `Vereinbarung für „Größe & Söhne“ ${"lang ".repeat(40)}`,
    text: `${"Ä very long line. ".repeat(80)}\n.\n`,
    html: `<p>${"ünbroken".repeat(400)}</p>`,
    headers: {
      "Auto-Submitted": "auto-generated",
      "List-Unsubscribe": `<https://x.example/${"u".repeat(90)}>`,
    },
  }),
];

test("a mail comes out of the bundle byte for byte as from the sources", async () => {
  const inBundle = await bundled();
  for (const mail of MAILS) {
    const [one, other] = [await inBundle.mimeMessage(mail), await mimeMessage(mail)];
    expect(one.envelope).toEqual(other.envelope);
    expect(steady(one.bytes)).toBe(steady(other.bytes));
  }
});

test("the bundle has no table of file types", async () => {
  expect((await bundled()).bytes).toBeLessThan(70_000);
});
