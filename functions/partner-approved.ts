import * as z from "zod/mini";
import { templateFor } from "../domain/agreement.ts";
import { LOCALES } from "../domain/content.ts";
import type { Locale } from "../domain/content.ts";
import { contactId } from "../domain/ids.ts";
import type { ContactId } from "../domain/ids.ts";
import type { Contact, Partner } from "../domain/onboarding.ts";
import { PARTNER_TYPES, ROLES } from "../domain/program.ts";
import type { Program, Role } from "../domain/program.ts";
import type { Person } from "../domain/records.ts";
import { refuse, ok } from "../domain/result.ts";
import type { Result } from "../domain/result.ts";
import { COUNTRY_CODES } from "./country-codes.ts";
import { isPlainLine } from "./plain-line.ts";
import type { FieldError } from "./problem.ts";
import { timeZoneNamed } from "./time-zone.ts";

/** A `partner.approved` webhook, understood: what an onboarding begins with. */
export interface PartnerApproved {
  readonly externalPartnerId: string;
  readonly partner: Partner;
  readonly people: readonly { readonly contact: Contact; readonly person: Person }[];
  readonly signatory: ContactId;
  readonly manager: Person;
}

/** In characters; there are never more of them than units. */
const isLonger = (value: string, most: number): boolean =>
  value.length > most && Array.from(value).length > most;

function faultIn(value: string, most: number): string | null {
  if (value === "") return "Give a text.";
  if (isLonger(value, most)) return `Use at most ${most} characters.`;
  return isPlainLine(value) ? null : "Leave out control characters and broken surrogates.";
}

const line = (most: number) =>
  z.string({ error: "Give a text." }).check(
    z.trim(),
    z.check(({ value, issues }) => {
      const fault = faultIn(value, most);
      if (fault !== null) issues.push({ code: "custom", message: fault, input: value });
    }),
  );

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const HOST_NAME =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$/u;

function isEmail(value: string): boolean {
  const at = value.lastIndexOf("@");
  const [local, host] = [value.slice(0, at), value.slice(at + 1)];
  return value.length <= 254 && local.length <= 64 && LOCAL_PART.test(local) && HOST_NAME.test(host);
}

const NO_TIME_ZONE = "Give an IANA time zone such as Europe/Berlin.";
const zone = z.pipe(
  z.string({ error: NO_TIME_ZONE }),
  z.transform((name: string, context) => {
    const known = timeZoneNamed(name);
    if (known === null) context.issues.push({ code: "custom", message: NO_TIME_ZONE, input: name });
    return known ?? "UTC";
  }),
);

const email = z
  .string({ error: "Give a mail address." })
  .check(z.trim(), z.refine(isEmail, "This is no mail address we can write to."));
const phone = z
  .string({ error: "Give a telephone number." })
  .check(z.trim(), z.regex(/^[+\d][\d ()/.-]{2,38}$/, "Use digits, spaces and + ( ) / . - only."));
const person = z.object({ name: line(200), email, phone: z.nullish(phone) }, { error: "Give an object." });
const oneOf = (values: readonly string[]): string => `Use one of: ${values.join(", ")}.`;

const NO_LANGUAGE = "Give a language tag such as de or en-GB.";
const contact = z.extend(person, {
  locale: z
    .string({ error: NO_LANGUAGE })
    .check(z.regex(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}$/, NO_LANGUAGE)),
  timeZone: z.nullish(zone),
  roles: z
    .array(z.enum(ROLES, { error: oneOf(ROLES) }), { error: "Give a list of roles." })
    .check(z.maxLength(20)),
});

const contacts = z.array(contact, { error: "Give a list of contacts." }).check(
  z.minLength(1, "Name at least one contact."),
  z.maxLength(50, "Name at most 50 contacts."),
  z.superRefine((all, context) => {
    const primaries = all.flatMap(({ roles }, index) => (roles.includes("primary") ? [index] : []));
    for (const index of primaries.slice(1)) {
      context.addIssue({
        code: "custom",
        path: [index, "roles"],
        message: "Only one contact can be primary.",
      });
    }
  }),
);

const domain = z
  .pipe(
    z.string({ error: "Give a domain." }).check(z.trim(), z.toLowerCase()),
    z.transform((name: string) => name.replace(/^www\./, "")),
  )
  .check(
    z.refine((name) => name.length <= 253 && HOST_NAME.test(name), "Give a domain such as example.com."),
  );

const partner = z.object(
  {
    legalName: line(200),
    type: z.enum(PARTNER_TYPES, { error: oneOf(PARTNER_TYPES) }),
    country: z
      .string({ error: "Give a country code." })
      .check(z.refine((code) => COUNTRY_CODES.has(code), "Use an ISO 3166-1 alpha-2 code such as DE.")),
    domain: z.nullish(domain),
    registrationId: z.nullish(line(64)),
    vatId: z.nullish(line(64)),
  },
  { error: "Give an object." },
);

/** The body of the webhook as it stands in the documentation. Unknown fields are ignored, `null` says that one is not given. */
export const PartnerApprovedBody = z.object(
  {
    type: z.literal("partner.approved", { error: oneOf(["partner.approved"]) }),
    timestamp: z.iso.datetime({
      offset: true,
      error: "Give a time in ISO 8601 such as 2026-11-20T09:30:00Z.",
    }),
    data: z.object(
      {
        externalPartnerId: line(128),
        program: z.string({ error: "Name a program." }).check(z.minLength(1, "Name a program.")),
        partner,
        contacts,
        partnerManager: person,
      },
      { error: "Give an object." },
    ),
  },
  { error: "Give an object." },
);
type Body = z.infer<typeof PartnerApprovedBody>;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The program a body names, as far as it can be told before the body is found valid. */
export function programNamed(body: unknown): string | null {
  const data = isObject(body) && "data" in body ? body.data : null;
  const program = isObject(data) && "program" in data ? data.program : null;
  return typeof program === "string" ? program : null;
}

const escaped = (key: PropertyKey): string => String(key).replaceAll("~", "~0").replaceAll("/", "~1");
const fieldError = ({ path, message }: z.core.$ZodIssue): FieldError => ({
  pointer: path.map((key) => `/${escaped(key)}`).join(""),
  detail: message,
});

/** `program`: the one the body names, `null` when there is none of that name. Reports every field at fault at once. */
export function parsePartnerApproved(
  body: unknown,
  program: Program | null,
): Result<PartnerApproved, readonly FieldError[]> {
  const parsed = PartnerApprovedBody.safeParse(body);
  const errors = parsed.success ? [] : parsed.error.issues.map(fieldError);
  if (!program && programNamed(body))
    errors.push({ pointer: "/data/program", detail: "There is no such program." });
  if (!parsed.success || !program) return refuse(errors);
  const { data } = parsed.data;
  if (!templateFor(program, toPartner(data))) {
    const detail = "The program has no agreement for this type of partner in this country.";
    return refuse([{ pointer: "/data/partner", detail }]);
  }
  return ok(understood(data, program));
}

function understood(data: Body["data"], program: Program): PartnerApproved {
  const people = data.contacts.map((one, index) => ({
    contact: toContact(one, index, { program, country: data.partner.country }),
    person: toPerson(one),
  }));
  const withRole = (role: Role) => people.find((one) => one.contact.roles.includes(role))?.contact;
  // Without a primary contact the first one is it.
  if (!withRole("primary")) people.splice(0, 1, ...people.slice(0, 1).map(asPrimary));
  const signatory = withRole("signatory") ?? withRole("primary");
  if (!signatory) throw new Error("A body without contacts was taken for valid.");
  return {
    externalPartnerId: data.externalPartnerId,
    partner: toPartner(data),
    people,
    signatory: signatory.id,
    manager: toPerson(data.partnerManager),
  };
}

type Row = PartnerApproved["people"][number];
const asPrimary = (row: Row): Row => ({
  ...row,
  contact: { ...row.contact, roles: [...row.contact.roles, "primary"] },
});

const toPerson = ({ name, email: address, phone: number }: z.infer<typeof person>): Person => ({
  name,
  email: address,
  ...(number ? { phone: number } : {}),
});

const toPartner = ({ partner: { legalName, type, country, ...more } }: Body["data"]): Partner => ({
  legalName,
  type,
  country,
  ...(more.domain ? { domain: more.domain } : {}),
  ...(more.registrationId ? { registrationId: more.registrationId } : {}),
  ...(more.vatId ? { vatId: more.vatId } : {}),
});

const ZONE_OF_COUNTRY: Readonly<Record<string, string>> = {
  DE: "Europe/Berlin",
  AT: "Europe/Vienna",
  CH: "Europe/Zurich",
};

function localeIn(program: Program, tag: string): Locale {
  const language = tag.slice(0, 2).toLowerCase();
  const asked = /^[A-Za-z]{2}(?:[-_]|$)/.test(tag)
    ? LOCALES.find((locale) => locale === language)
    : undefined;
  const [first] = program.languages;
  return asked && program.languages.includes(asked) ? asked : (first ?? "en");
}

const toContact = (
  { locale, timeZone, roles }: z.infer<typeof contact>,
  index: number,
  { program, country }: { readonly program: Program; readonly country: string },
): Contact => ({
  id: contactId(`c${index + 1}`),
  locale: localeIn(program, locale),
  timeZone: timeZone ?? ZONE_OF_COUNTRY[country] ?? "UTC",
  roles: [...new Set(roles)],
  bouncedAt: null,
});
