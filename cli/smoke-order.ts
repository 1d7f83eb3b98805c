import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { readCredentials } from "../local/credentials-file.ts";
import { dataDir } from "./data-dir.ts";
import { newConsoleLink } from "./new-console-link.ts";
import type { VendorKeys } from "./vendor-client.ts";

/** What was typed cannot be done; the message says why. */
class OrderFault extends Error {
  override readonly name = "OrderFault";
}

const OPTIONS = {
  url: { type: "string" },
  vendor: { type: "string" },
  "webhook-secret": { type: "string" },
  "api-key": { type: "string" },
  to: { type: "string" },
  "mail-command": { type: "string" },
  "console-link": { type: "string" },
  program: { type: "string" },
  patience: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

export interface SmokeOrder {
  readonly keys: VendorKeys;
  /** Folder of the program that is published there. */
  readonly program: string;
  /** Where the partner's mails go; `null`: to the sample's people, whose mails only the built-in inbox gets. */
  readonly to: string | null;
  readonly mailCommand: string | null;
  /** Makes a one-time link into the console; `null`: somebody approves the deal by hand. */
  readonly consoleLink: (() => Promise<string>) | null;
  /** How long a stage may take, in milliseconds; `null`: as it suits where the mails come from. */
  readonly patienceMs: number | null;
}

const SAMPLE_PROGRAM = fileURLToPath(new URL("../programs/reseller", import.meta.url));

function originOf(text: string | undefined): string {
  const url = URL.parse(text ?? "");
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new OrderFault("Say where: --url https://… (the App stack's BaseUrl).");
  return url.origin;
}

const SECRETS = [
  { option: "vendor", variable: "VENDOR_ID" },
  { option: "webhook-secret", variable: "WEBHOOK_SECRET" },
  { option: "api-key", variable: "API_KEY" },
] as const;

const givenAs = (values: Values, { option, variable }: (typeof SECRETS)[number]): string =>
  values[option] || process.env[variable] || "";

/** What was given; `null` when nothing was. */
function givenKeys(values: Values, baseUrl: string): VendorKeys | null {
  const missing = SECRETS.filter((one) => givenAs(values, one) === "");
  if (missing.length === SECRETS.length) return null;
  if (missing.length > 0)
    throw new OrderFault(`Set ${missing.map(({ variable }) => variable).join(" and ")} too.`);
  const [vendorId = "", webhookSecret = "", apiKey = ""] = SECRETS.map((one) => givenAs(values, one));
  return { baseUrl, vendorId, webhookSecret, apiKey };
}

type Access = Pick<SmokeOrder, "keys" | "consoleLink">;

/** The server of the data folder tells its keys, and lets its owner into the console. */
async function ownServer(baseUrl: string): Promise<Access> {
  const own = await readCredentials(dataDir());
  if (!own || new URL(own.baseUrl).origin !== baseUrl)
    throw new OrderFault(
      `Set VENDOR_ID, WEBHOOK_SECRET and API_KEY: ${dataDir()} is not the data folder of ${baseUrl}.`,
    );
  return { keys: own, consoleLink: () => newConsoleLink(dataDir(), own.baseUrl) };
}

async function accessTo(baseUrl: string, values: Values): Promise<Access> {
  const link = values["console-link"];
  const given = givenKeys(values, baseUrl);
  const access: Access = given ? { keys: given, consoleLink: null } : await ownServer(baseUrl);
  return link === undefined ? access : { ...access, consoleLink: async () => link };
}

function patienceOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const minutes = Number(text);
  if (!(minutes > 0)) throw new OrderFault("--patience: minutes, such as 30.");
  return minutes * 60_000;
}

/** What was typed, with the environment; `null`: only what can be typed is asked for. Throws what is wrong with it. */
export async function smokeOrder(args: readonly string[]): Promise<SmokeOrder | null> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return null;
  return {
    ...(await accessTo(originOf(values.url), values)),
    program: values.program ?? SAMPLE_PROGRAM,
    to: values.to ?? null,
    mailCommand: values["mail-command"] ?? null,
    patienceMs: patienceOf(values.patience),
  };
}
