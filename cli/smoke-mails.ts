import { exec } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { linksIn } from "./partner-robot.ts";

/** Texts with the links of a stage, or none as long as they have not come. */
export type Mails = (stage: string) => Promise<readonly { readonly text: string }[]>;

const hasLink = (text: string, stage: string, id: string): boolean =>
  linksIn(text).some((link) => link.stage === stage && link.path.includes(id));

/** A raw mail folds long lines, and links with them (RFC 2045, 6.7). */
const unfolded = (text: string): string => text.replace(/=\r?\n/g, "");

/** What a command of the operator's prints, run again until the stage's link is in it. Throws when it fails. */
export function mailsByCommand(command: string, id: string): Mails {
  const found = new Map<string, string>();
  return async (stage) => {
    const before = found.get(stage);
    if (before !== undefined) return [{ text: before }];
    const env = { ...process.env, ONBOARDING: id, STAGE: stage };
    const { stdout } = await promisify(exec)(command, { env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
    const text = unfolded(stdout);
    if (hasLink(text, stage, id)) found.set(stage, text);
    return [{ text }];
  };
}

interface Asking {
  readonly id: string;
  readonly to: string;
  readonly say: (line: string) => void;
}

/** What somebody pastes: the link, or the mail it is in. Asks once for each stage. Throws when the input has ended. */
export function pastedMails(
  input: Readable,
  { id, to, say }: Asking,
): Mails & { readonly close: () => void } {
  const lines: string[] = [];
  let ended = false;
  const asked = new Set<string>();
  const reader = createInterface({ input });
  reader.on("line", (line) => lines.unshift(line)).on("close", () => (ended = true));

  const mails: Mails = async (stage) => {
    if (!asked.has(stage)) say(`  paste the link from the mail to ${to}, and press Enter:`);
    asked.add(stage);
    const text = lines.join("\n");
    if (ended && !hasLink(text, stage, id)) throw new Error(`no link of the stage ${stage} was given`);
    return [{ text }];
  };
  return Object.assign(mails, { close: () => reader.close() });
}
