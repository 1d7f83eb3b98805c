import * as z from "zod";

/** What `npm start` is told by the environment. */
export interface Config {
  readonly port: number;
  readonly dataDir: string;
  /** Without a slash at the end; `null`: `http://127.0.0.1:<port>`. */
  readonly baseUrl: string | null;
  readonly smtpUrl: string | null;
  /** The address of the proxy whose `X-Forwarded-For` is believed. */
  readonly trustedProxy: string | null;
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** Send the vendor's own webhooks also to this machine. */
  readonly allowLoopbackWebhooks: boolean;
  /** How long an onboarding must have been over, with nothing more to come, to go into the archive. */
  readonly archiveAfterDays: number;
  /** Where the engine answers Step Functions' own protocol; `null`: nowhere. */
  readonly enginePort: number | null;
}

/** The settings do not fit together. Its message has a line for each, and says what to do. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
}

const text = z.string().trim().min(1);

/** Scheme, host and port, and nothing more than a slash after them. */
function isOrigin(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.href === `${url.origin}/` && !/[?#]/.test(address);
}

const port = (name: string) => {
  const error = `${name}: a number from 0 to 65535`;
  return z.coerce.number({ error }).int({ error }).min(0, { error }).max(65_535, { error });
};

const schema = z.object({
  PORT: port("PORT").default(8080),
  ENGINE_PORT: port("ENGINE_PORT").optional(),
  DATA_DIR: text.default("./data"),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: "BASE_URL: an address such as https://partners.example.com" })
    .refine((url) => isOrigin(url), {
      error: "BASE_URL: no path, query, fragment or password, such as https://partners.example.com",
    })
    .refine((url) => isLoopback(url) || URL.parse(url)?.protocol !== "http:", {
      error: "BASE_URL: https, unless it is this machine alone",
    })
    .transform((url) => new URL(url).origin)
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "SMTP_URL: an address such as smtp://relay.example.com:587" })
    .optional(),
  TRUSTED_PROXY: text.optional(),
  OIDC_ISSUER: z.url({ error: "OIDC_ISSUER: the address of the provider" }).optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  ALLOW_LOOPBACK_WEBHOOKS: z.enum(["true", "false"]).default("false"),
  ARCHIVE_AFTER_DAYS: z.coerce
    .number({ error: "ARCHIVE_AFTER_DAYS: a number of days" })
    .int({ error: "ARCHIVE_AFTER_DAYS: whole days" })
    .min(1, { error: "ARCHIVE_AFTER_DAYS: 1 or more" })
    .default(180),
});

const LOOPBACK = /^https?:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(\/|$)/;

/** An address of this machine alone. */
export const isLoopback = (url: string): boolean => LOOPBACK.test(url);

type Settings = z.infer<typeof schema>;

function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: Settings): Config["oidc"] {
  return OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET
    ? { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET }
    : null;
}

function problems(settings: Settings): string[] {
  const oidc = oidcOf(settings);
  const isPublic = settings.BASE_URL !== undefined && !isLoopback(settings.BASE_URL);
  return [
    ...(settings.OIDC_ISSUER && !oidc ? ["OIDC_ISSUER: set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too"] : []),
    ...(isPublic && !oidc
      ? [
          "BASE_URL is not this machine alone: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, so that ops sign in",
        ]
      : []),
    ...(isPublic && !settings.SMTP_URL
      ? ["BASE_URL is not this machine alone: set SMTP_URL, so that mail reaches people"]
      : []),
  ];
}

/** Reads the settings; an empty variable counts as not set. Throws `ConfigFault`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigFault(parsed.error.issues.map(({ message }) => message).join("\n"));
  const wrong = problems(parsed.data);
  if (wrong.length > 0) throw new ConfigFault(wrong.join("\n"));
  const { data } = parsed;
  return {
    port: data.PORT,
    dataDir: data.DATA_DIR,
    baseUrl: data.BASE_URL ?? null,
    smtpUrl: data.SMTP_URL ?? null,
    trustedProxy: data.TRUSTED_PROXY ?? null,
    oidc: oidcOf(data),
    allowLoopbackWebhooks: data.ALLOW_LOOPBACK_WEBHOOKS === "true",
    archiveAfterDays: data.ARCHIVE_AFTER_DAYS,
    enginePort: data.ENGINE_PORT ?? null,
  };
}
