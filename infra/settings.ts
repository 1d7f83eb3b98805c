import type { Node } from "constructs";
import { z } from "zod";

const TABLE_STREAM = /^arn:.+:table\/.+\/stream\/.+$/;

const schema = z.strictObject({
  stage: z.enum(["dev", "prod"]).default("dev"),
  oidcIssuer: z.url({ protocol: /^https$/ }).optional(),
  oidcClientId: z.string().min(1).optional(),
  oidcRoleClaims: z.string().min(1).default("roles,groups"),
  oidcVendorsClaim: z.string().min(1).default("vendors"),
  mailDomain: z.hostname().optional(),
  domainName: z.hostname().optional(),
  certificateArn: z.string().startsWith("arn:").optional(),
  alarmEmail: z.email().optional(),
  restoredStream: z.string().regex(TABLE_STREAM).optional(),
});
type Given = z.infer<typeof schema>;

/** What `-c name=value` chose. */
export interface Settings {
  readonly stage: "dev" | "prod";
  /** Where operators sign in; `null`: in a Cognito user pool that is made for them. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly roleClaims: string;
    readonly vendorsClaim: string;
  } | null;
  /** The domain to send mail from; `null`: senders are verified by hand. */
  readonly mailDomain: string | null;
  readonly domain: { readonly name: string; readonly certificateArn: string } | null;
  readonly alarmEmail: string | null;
  /** The stream of a table restored from a backup, which takes the place of the one that was made. */
  readonly restoredStream: string | null;
}

/** Throws a fault that names each wrong value. */
export function readSettings(node: Node): Settings {
  const given = Object.keys(schema.shape).map((name) => [name, node.tryGetContext(name)]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw new Error(`The context cannot be used:\n${z.prettifyError(parsed.error)}`);
  const { stage, mailDomain = null, alarmEmail = null, restoredStream = null } = parsed.data;
  const [oidc, domain] = [oidcOf(parsed.data), domainOf(parsed.data)];
  return { stage, mailDomain, alarmEmail, restoredStream, oidc, domain };
}

function oidcOf({ oidcIssuer, oidcClientId, oidcRoleClaims, oidcVendorsClaim }: Given): Settings["oidc"] {
  if (oidcIssuer === undefined && oidcClientId === undefined) return null;
  if (oidcIssuer === undefined || oidcClientId === undefined) throw together("oidcIssuer", "oidcClientId");
  return {
    issuer: oidcIssuer,
    clientId: oidcClientId,
    roleClaims: oidcRoleClaims,
    vendorsClaim: oidcVendorsClaim,
  };
}

function domainOf({ domainName, certificateArn }: Given): Settings["domain"] {
  if (domainName === undefined && certificateArn === undefined) return null;
  if (domainName === undefined || certificateArn === undefined)
    throw together("domainName", "certificateArn");
  return { name: domainName, certificateArn };
}

const together = (one: string, other: string): Error =>
  new Error(`The context cannot be used: ${one} and ${other} go together.`);
