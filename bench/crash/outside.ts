import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openMailReceiver } from "../mail-receiver.ts";
import type { ReceivedMail } from "../mail-receiver.ts";
import { doneEffects } from "./done-effects.ts";
import { MAIL_FILE } from "./sent-mails.ts";
import type { SentMail } from "./sent-mails.ts";
import { withStore } from "./with-store.ts";

/** Something that reached somebody. */
export interface Arrival {
  readonly what: "mail" | "webhook";
  /** The effect's name, as its receiver tells a repeat by it. */
  readonly name: string;
  /** By the server's clock. */
  readonly at: number;
  /** Which process sent it; they are counted. */
  readonly life: number;
  /** It had been noted as done when that process began. */
  readonly again: boolean;
}

/** The people around one data folder's server, who live on when it dies: the vendor's endpoint, and a mail relay. */
export interface Outside {
  /** `null`: mail goes to the built-in inbox. */
  readonly relay: string | null;
  readonly arrived: readonly Arrival[];
  /** The next process begins, its clock so much ahead. */
  begins(aheadMs: number): void;
  close(): Promise<void>;
}

/** `<key@domain>`, with what may not stand there in hex. */
const keyOf = ({ headers }: ReceivedMail): string =>
  decodeURIComponent((/^<(.*)@/.exec(headers["message-id"] ?? "")?.[1] ?? "").replaceAll("=", "%"));

const announce = (folder: string, url: string): Promise<void> =>
  withStore(folder, async ({ vendors }) => {
    const [vendor] = await vendors.list();
    if (!vendor) throw new Error("the folder has no vendor");
    const secrets = [`whsec_${Buffer.alloc(32, 7).toString("base64")}`];
    await vendors.put({ ...vendor, outbound: { url, secrets } });
  });

/** Names an endpoint to the folder's vendor; nothing else may have the folder open. */
export async function openOutside(folder: string, { relay }: { relay: boolean }): Promise<Outside> {
  const arrived: Arrival[] = [];
  const now = { life: 0, aheadMs: 0, done: doneEffects(folder) };
  const note = (what: Arrival["what"], name: string): Arrival => {
    const arrival = { what, name, at: Date.now() + now.aheadMs, life: now.life, again: now.done.has(name) };
    arrived.push(arrival);
    return arrival;
  };
  const endpoint = createServer((request, response) => {
    request.resume().on("end", () => {
      note("webhook", String(request.headers["webhook-id"]));
      response.writeHead(204).end();
    });
  });
  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  const { port }: AddressInfo = Object(endpoint.address());
  await announce(folder, `http://127.0.0.1:${port}/`);
  const onMail = (mail: ReceivedMail): void => {
    const { name: key, at: sentAt } = note("mail", keyOf(mail));
    const kind = mail.headers["x-onboarding-mail"] ?? "";
    const sent: SentMail = { key, kind, to: mail.to, text: mail.text, sentAt };
    appendFileSync(join(folder, MAIL_FILE), `${JSON.stringify(sent)}\n`);
  };
  const receiver = relay ? await openMailReceiver({ onMail }) : null;
  return {
    relay: receiver?.url ?? null,
    arrived,
    begins(aheadMs) {
      now.life++;
      now.aheadMs = aheadMs;
      now.done = doneEffects(folder);
    },
    async close() {
      receiver?.close();
      endpoint.closeAllConnections();
      endpoint.close();
      await once(endpoint, "close");
    },
  };
}
