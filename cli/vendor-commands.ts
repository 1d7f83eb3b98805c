import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { isWebhookSecret } from "../adapters/standard-webhooks.ts";
import { parseVendorId } from "../domain/ids.ts";
import type { VendorId } from "../domain/ids.ts";
import type { Vendor } from "../domain/vendor.ts";
import type { Hmac, Vendors } from "../domain/world.ts";
import { isLoopback } from "../local/config.ts";

/** What was typed cannot be done; the message says why. Nothing was changed. */
class UsageFault extends Error {
  override readonly name = "UsageFault";
}

export interface VendorTools {
  readonly vendors: Vendors;
  readonly hmac: Hmac;
  /** Events may go to this machine itself, and then without TLS. */
  readonly allowLoopback: boolean;
  readonly say: (line: string) => void;
}

const VENDOR_OPTIONS = {
  name: { type: "string" },
  legal: { type: "string", multiple: true },
  "mail-from": { type: "string" },
  ops: { type: "string" },
  accent: { type: "string" },
  logo: { type: "string" },
  "public-key": { type: "string" },
  help: { type: "boolean" },
} as const;
type Values = ReturnType<
  typeof parseArgs<{ options: typeof VENDOR_OPTIONS; allowPositionals: true }>
>["values"];

const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;
const newKey = (id: VendorId): string => `${id}.${randomBytes(24).toString("base64url")}`;

function idFrom(text: string | undefined): VendorId {
  const id = parseVendorId(text ?? "");
  if (!id)
    throw new UsageFault(
      `"${text ?? ""}" is no vendor id: use 3 to 32 lower-case letters, digits and hyphens.`,
    );
  return id;
}

async function known(vendors: Vendors, text: string | undefined): Promise<Vendor> {
  const id = idFrom(text);
  const vendor = await vendors.get(id);
  if (!vendor)
    throw new UsageFault(`There is no vendor ${id}. npm run vendor -- list shows those there are.`);
  return vendor;
}

function checkLooks({ accent, logo }: Values): void {
  if (accent !== undefined && !/^#[0-9a-f]{6}$/i.test(accent))
    throw new UsageFault("--accent: a color such as #0b5cad.");
  if (logo !== undefined && URL.parse(logo)?.protocol !== "https:")
    throw new UsageFault("--logo: an https address.");
}

async function add(
  { vendors, hmac, say }: VendorTools,
  [text]: readonly string[],
  values: Values,
): Promise<void> {
  const id = idFrom(text);
  const name = values.name?.trim();
  if (!name) throw new UsageFault("Give the vendor a name: --name.");
  checkLooks(values);
  if (await vendors.get(id)) throw new UsageFault(`There is a vendor ${id} already; nothing was changed.`);
  const [secret, key] = [newSecret(), newKey(id)];
  await vendors.put({
    id,
    name,
    legalLines: values.legal ?? [name],
    brand: { accent: values.accent ?? "#1d5c5a", logoUrl: values.logo ?? null },
    mailFrom: values["mail-from"] ?? `partners@${id}.example`,
    opsEmail: values.ops ?? `partner-team@${id}.example`,
    webhookSecrets: [secret],
    apiKeyDigests: [hmac("api_key", key)],
    outbound: null,
  });
  say(`Vendor ${id} is set up. Keep these, they are not shown again:`);
  say(`  webhook secret  ${secret}`);
  say(`  API key         ${key}`);
  if (!values["mail-from"])
    say(`Its mail comes from partners@${id}.example: set --mail-from before you send any.`);
}

async function list({ vendors, say }: VendorTools): Promise<void> {
  const all = await vendors.list();
  if (all.length === 0) say("There are no vendors yet.");
  for (const { id, name, outbound } of all)
    say(`${id}\t${name}\t${outbound ? `events to ${outbound.url}` : "no events"}`);
}

async function rotateKey({ vendors, hmac, say }: VendorTools, [text]: readonly string[]): Promise<void> {
  const vendor = await known(vendors, text);
  const key = newKey(vendor.id);
  await vendors.put({
    ...vendor,
    apiKeyDigests: [hmac("api_key", key), ...vendor.apiKeyDigests.slice(0, 1)],
  });
  say(`New API key of ${vendor.id}, not shown again: ${key}`);
  say("The one before it stays in force until the next rotation: rotate twice to end it now.");
}

async function rotateSecret(
  { vendors, say }: VendorTools,
  [text]: readonly string[],
  values: Values,
): Promise<void> {
  const vendor = await known(vendors, text);
  const given = values["public-key"];
  if (given !== undefined && !(given.startsWith("whpk_") && isWebhookSecret(given))) {
    throw new UsageFault("--public-key: whpk_ and 32 bytes in base64.");
  }
  const secret = given ?? newSecret();
  await vendors.put({ ...vendor, webhookSecrets: [secret, ...vendor.webhookSecrets.slice(0, 1)] });
  say(
    given
      ? `Webhooks of ${vendor.id} are verified with the key given.`
      : `New webhook secret of ${vendor.id}, not shown again: ${secret}`,
  );
  say("The one before it stays in force until the next rotation: rotate twice to end it now.");
}

function webhookAddress(text: string | undefined, { allowLoopback }: VendorTools): string {
  const url = URL.parse(text ?? "");
  if (url?.protocol === "https:" || (url && allowLoopback && isLoopback(url.href))) return url.href;
  throw new UsageFault(
    url && isLoopback(url.href)
      ? "Events go to this machine only with ALLOW_LOOPBACK_WEBHOOKS=true, here and for the server."
      : "Give an https address, or none.",
  );
}

async function setWebhook(tools: VendorTools, [text, url]: readonly string[]): Promise<void> {
  const { vendors, say } = tools;
  const vendor = await known(vendors, text);
  if (url === "none") {
    await vendors.put({ ...vendor, outbound: null });
    return say(`No events go to ${vendor.id} any more.`);
  }
  const address = webhookAddress(url, tools);
  const secrets = vendor.outbound?.secrets ?? [newSecret()];
  await vendors.put({ ...vendor, outbound: { url: address, secrets } });
  say(`Events of ${vendor.id} go to ${address}.`);
  if (!vendor.outbound) say(`They are signed with this secret, not shown again: ${secrets.join(" ")}`);
}

const COMMANDS: Readonly<
  Record<string, (tools: VendorTools, rest: readonly string[], values: Values) => Promise<void>>
> = {
  add: add,
  list: list,
  "rotate-key": rotateKey,
  "rotate-secret": rotateSecret,
  "set-webhook": setWebhook,
};

/** Runs one command with what was typed; `null` when there is none of that name. Throws `UsageFault`. */
export function vendorCommand(args: readonly string[]): ((tools: VendorTools) => Promise<void>) | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: VENDOR_OPTIONS,
    allowPositionals: true,
  });
  const [name = "", ...rest] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command && !values.help ? (tools) => command(tools, rest, values) : null;
}
