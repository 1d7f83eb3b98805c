import { openSqliteStore } from "../../../adapters/sqlite-store.ts";
import type { AgreementDocument } from "../../../domain/agreement.ts";
import type { Command } from "../../../domain/commands.ts";
import type { Actor } from "../../../domain/events.ts";
import type { ContactId, Instant } from "../../../domain/ids.ts";
import { MANAGER } from "../../../domain/ids.ts";
import type { Onboarding } from "../../../domain/onboarding.ts";
import type { Program, Stage } from "../../../domain/program.ts";
import type { Person } from "../../../domain/records.ts";
import type { Documents } from "../../../domain/world.ts";
import { makeChange } from "../../../functions/change.ts";
import { stepLink } from "../../../functions/link-secret.ts";
import { partnerSite } from "../../../functions/partner-site/app.ts";
import { makeProgram } from "../../make-program.ts";
import { after, ANNA, BEN, makeCommit, makeOnboarding, makeVendor, T0, testHmac } from "../../make.ts";

export const BASE_URL = "https://onboarding.test";
export const OPERATOR: Actor = { kind: "operator", operator: "ops-1" };

const memoryDocuments = (): Documents => {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (key, bytes) => void kept.set(key, bytes),
    get: async (key) => kept.get(key) ?? null,
  };
};

export const DOCUMENT: AgreementDocument = {
  template: "standard",
  templateVersion: "1",
  locale: "de",
  consentVersion: "1",
  sha256: "0123456789abcdef".repeat(4),
  key: "acme.k3v9x2m7q4a1/agreement.pdf",
};

export interface SiteOptions {
  readonly onboarding?: Onboarding;
  readonly program?: Program;
  readonly people?: Partial<Record<"c1" | "c2" | "manager", Person>>;
  readonly baseUrl?: string;
}

const PEOPLE = {
  c1: { name: "Anna Schmidt", email: "anna@musterhaus.example" },
  c2: { name: "Ben Carter", email: "ben@musterhaus.example" },
  manager: { name: "Ines Albers", email: "ines.albers@acme.example", phone: "+49 30 123456" },
};

export type Site = Awaited<ReturnType<typeof openSite>>;

/** The partner pages on a real store with a clock to move; one onboarding that has just started is in it. */
export async function openSite(options: SiteOptions = {}) {
  const { onboarding = makeOnboarding(), program = makeProgram(), baseUrl = BASE_URL } = options;
  const people = { ...PEOPLE, ...options.people };
  const store = openSqliteStore({ file: ":memory:", hmac: testHmac });
  await store.vendors.put(makeVendor());
  await store.programs.publish(program);
  await store.onboardings.save(
    makeCommit(onboarding, {
      records: [
        { kind: "person", key: ANNA, value: people.c1 },
        { kind: "person", key: BEN, value: people.c2 },
        { kind: "person", key: MANAGER, value: people.manager },
      ],
    }),
  );
  let now: Instant = T0;
  let ids = 0;
  const faults: unknown[] = [];
  const clock = () => now;
  const randomId = (length: number) => String((ids += 1)).padStart(length, "x");
  const { onboardings, effects, programs, vendors } = store;
  const change = makeChange({ onboardings, programs, vendors, clock, hmac: testHmac });
  const documents = memoryDocuments();
  const app = partnerSite({
    onboardings,
    effects,
    programs,
    vendors,
    documents,
    change,
    hmac: testHmac,
    clock,
    random: () => 0.42,
    randomId,
    baseUrl,
    clientIp: () => "203.0.113.7",
    onFault: (error) => void faults.push(error),
  });
  const stored = async () => {
    const found = await onboardings.load(onboarding.id);
    if (!found) throw new Error("the onboarding is gone");
    return found;
  };
  return {
    app,
    store,
    documents,
    faults,
    program,
    id: onboarding.id,
    stored,
    state: async () => (await stored()).onboarding,
    pass: (ms: number) => void (now = after(ms, now)),
    clock,
    /** Does it, and throws when it is refused. */
    async act(command: Command, actor: Actor = OPERATOR) {
      const changed = await change(onboarding.id, command, actor);
      if (!changed.ok) throw new Error(`${command.kind}: ${changed.error.kind}`);
    },
    async link(contact: ContactId, stage: Stage) {
      const state = (await stored()).onboarding;
      return stepLink({ baseUrl, hmac: testHmac, onboarding: state, contact, stage });
    },
    /** Opens the stage as the workflow does. */
    async open(stage: Stage) {
      await this.act({ kind: "open_stage", stage }, { kind: "system", name: "workflow" });
    },
    async sendAgreement(document: AgreementDocument = DOCUMENT) {
      await documents.put(document.key, new TextEncoder().encode("%PDF unsigned"), "application/pdf");
      const { signatory } = (await stored()).onboarding.agreement;
      await this.act({ kind: "send_agreement", signatory, document }, { kind: "system", name: "dispatch" });
    },
  };
}

export const SAME_ORIGIN = { "Sec-Fetch-Site": "same-origin" };
/** What a page's script asks for when it sends a form: the page that comes next, at once. */
export const FOLLOW = { "X-Follow": "1" };
const FORM = "application/x-www-form-urlencoded";

type Fields = Readonly<Record<string, string | readonly string[]>>;

const bodyOf = (fields: Fields): string =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one]),
    ),
  ).toString();

/** A browser with a cookie jar, at one link. */
export async function visitor(site: Site, contact: ContactId, stage: Stage) {
  const link = new URL(await site.link(contact, stage));
  let cookie = "";
  const send = async (path: string, init: Sending = {}): Promise<Response> => {
    const answer = await site.app.request(`${link.pathname}${path}`, {
      ...init,
      headers: { "Accept-Language": "de", ...(cookie ? { Cookie: cookie } : {}), ...init.headers },
    });
    const set = answer.headers.get("Set-Cookie");
    if (set) cookie = set.slice(0, set.indexOf(";"));
    return answer;
  };
  const post = (path: string, fields: Fields = {}, headers: Record<string, string> = {}) =>
    send(path, {
      method: "POST",
      body: bodyOf(fields),
      headers: { "Content-Type": FORM, ...SAME_ORIGIN, ...headers },
    });
  return {
    path: link.pathname,
    secret: link.hash.slice(1),
    send,
    post,
    get: (path = "") => send(path, {}),
    page: async (path = "") => (await send(path, {})).text(),
    enter: () => post("/session", { secret: link.hash.slice(1) }),
    forget: () => void (cookie = ""),
  };
}

interface Sending extends RequestInit {
  readonly headers?: Record<string, string>;
}

export type Visitor = Awaited<ReturnType<typeof visitor>>;

/** A visitor whose session is open. */
export async function enter(site: Site, contact: ContactId, stage: Stage): Promise<Visitor> {
  const someone = await visitor(site, contact, stage);
  await someone.enter();
  return someone;
}
