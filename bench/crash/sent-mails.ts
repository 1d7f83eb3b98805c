import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { numberIn, textIn } from "../../adapters/sqlite-row.ts";
import type { Core } from "../../local/core.ts";

const schema = z.object({
  /** `<onboarding id>/<effect key>`. */
  key: z.string(),
  kind: z.string(),
  to: z.string(),
  text: z.string(),
  /** By the server's clock. */
  sentAt: z.number(),
});

/** A mail that its receiver has. */
export type SentMail = z.infer<typeof schema>;

/** Where the relay notes what it took, a line of JSON each. */
export const MAIL_FILE = "sent-mails.jsonl";

export function relayedMails(folder: string): SentMail[] {
  let text = "";
  try {
    text = readFileSync(join(folder, MAIL_FILE), "utf8");
  } catch {
    // Nothing was sent so far.
  }
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

export function inboxMails({ machine }: Pick<Core, "machine">): SentMail[] {
  return machine
    .prepare("SELECT key, recipient, headers, text, sent_at FROM inbox_message ORDER BY id")
    .all()
    .map((row) => {
      const headers: Record<string, string> = JSON.parse(textIn(row, "headers"));
      return {
        key: textIn(row, "key"),
        kind: headers["X-Onboarding-Mail"] ?? "",
        to: textIn(row, "recipient"),
        text: textIn(row, "text"),
        sentAt: numberIn(row, "sent_at"),
      };
    });
}
