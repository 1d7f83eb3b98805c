import * as z from "zod";
import { signWebhook } from "../adapters/standard-webhooks.ts";
import type { Credentials } from "../local/credentials-file.ts";

const accepted = z.object({ onboardingId: z.string(), status: z.string() });
const shown = z.object({ status: z.string(), stage: z.string().nullable() });
const inbox = z.array(z.object({ id: z.string(), to: z.string(), subject: z.string(), text: z.string() }));

/** What a vendor holds. */
export type VendorKeys = Omit<Credentials, "consoleUrl">;
export type InboxMail = z.infer<typeof inbox>[number];

/** The vendor's side of the public surface: the signed webhook, the API, and the built-in inbox. */
export function vendorClient({ baseUrl, vendorId, webhookSecret, apiKey }: VendorKeys) {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(baseUrl + path, { headers: { authorization: `Bearer ${apiKey}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    /** Sends a webhook as a CRM would. */
    async send(webhookId: string, body: string): Promise<Response> {
      const timestamp = Math.floor(Date.now() / 1000);
      return fetch(`${baseUrl}/webhooks/${vendorId}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": webhookId,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": signWebhook([webhookSecret], webhookId, { timestamp, body }),
        },
        body,
      });
    },
    /** Starts an onboarding; throws unless it was accepted. */
    async start(webhookId: string, body: string): Promise<z.infer<typeof accepted>> {
      const response = await this.send(webhookId, body);
      const text = await response.text();
      if (response.status !== 202) throw new Error(`the webhook was answered ${response.status}: ${text}`);
      return accepted.parse(JSON.parse(text));
    },
    onboarding: async (id: string) => shown.parse(await get(`/api/onboardings/${id}`)),
    /** Newest first; only those that speak of this onboarding. */
    async mails(id: string): Promise<readonly InboxMail[]> {
      const all = inbox.parse(await get("/inbox/messages?limit=200"));
      return all.filter(({ text }) => text.includes(id));
    },
  };
}

export type VendorClient = ReturnType<typeof vendorClient>;
