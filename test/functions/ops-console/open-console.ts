import { readFileSync } from "node:fs";
import { openSqliteStore } from "../../../adapters/sqlite-store.ts";
import type { SqliteStore } from "../../../adapters/sqlite-store.ts";
import type { Answers, Command } from "../../../domain/commands.ts";
import type { DealForm } from "../../../domain/deal.ts";
import type { Actor } from "../../../domain/events.ts";
import { instant, onboardingId } from "../../../domain/ids.ts";
import type { ContactId, Instant, OnboardingId, VendorId } from "../../../domain/ids.ts";
import type { Operator, OperatorRole, SignIn } from "../../../domain/operator.ts";
import type { Program } from "../../../domain/program.ts";
import { start } from "../../../domain/start.ts";
import type { StartRequest } from "../../../domain/start.ts";
import type { Vendor } from "../../../domain/vendor.ts";
import type { Documents } from "../../../domain/world.ts";
import { makeChange } from "../../../functions/change.ts";
import { commitOf } from "../../../functions/commit.ts";
import { opsConsole } from "../../../functions/ops-console/app.ts";
import { sealCookie } from "../../../functions/signed-cookie.ts";
import {
  ACME,
  ANNA,
  BEN,
  GLOBEX,
  makeDealForm,
  makeDocument,
  makeStart,
  makeVendor,
  T0,
  testHmac,
} from "../../make.ts";
import { makeProgram } from "../../make-program.ts";

export const BASE_URL = "http://127.0.0.1:8080";
export const CODE = "the-one-time-code";
const WORKFLOW = readFileSync(new URL("../../../workflows/onboarding.asl.json", import.meta.url), "utf8");

const SYSTEM: Actor = { kind: "system", name: "workflow" };
const by = (contact: ContactId): Actor => ({ kind: "contact", contact });

export const makeOperator = (role: OperatorRole, changes: Partial<Operator> = {}): Operator => ({
  id: `${role}@acme.example`,
  name: `Olga ${role}`,
  role,
  vendors: [ACME],
  ...changes,
});

const rightAnswers = (questions: readonly { readonly id: string }[]): Answers =>
  Object.fromEntries(questions.map((question) => [question.id, ["a"]]));

/** Documents that are only remembered. */
function remembered(): Documents {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (key, bytes) => void kept.set(key, bytes),
    get: async (key) => kept.get(key) ?? null,
  };
}

/** Who sits which exam; `a` is always right, `b` always wrong. */
interface Sitting {
  readonly contact: ContactId;
  readonly track: string;
  readonly answer?: "a" | "b";
}

interface Options {
  readonly program?: Program;
  readonly vendors?: readonly Vendor[];
  readonly signIn?: SignIn;
}

/** The console on a store in memory, with runs that are driven by commands under a clock that the test moves. */
export async function openConsole({ program = makeProgram(), vendors, signIn }: Options = {}) {
  const store: SqliteStore = openSqliteStore({ file: ":memory:", hmac: testHmac });
  const documents = remembered();
  const faults: unknown[] = [];
  let now: Instant = T0;
  let counter = 0;
  const clock = () => now;
  const randomId = (length: number) => String(++counter).padStart(length, "0");
  await store.programs.publish(program);
  for (const vendor of vendors ?? [
    makeVendor(),
    makeVendor({ id: GLOBEX, name: "Globex AG", apiKeyDigests: ["g"] }),
  ])
    await store.vendors.put(vendor);
  const base = { ...store, clock, hmac: testHmac, randomId };
  const change = makeChange(base);
  let code: string | null = CODE;
  const app = opsConsole({
    ...base,
    documents,
    change,
    signIn: signIn ?? {
      kind: "local",
      async redeem(secret) {
        if (secret !== code) return null;
        code = null;
        return makeOperator("admin");
      },
    },
    baseUrl: BASE_URL,
    workflowDefinition: WORKFLOW,
    htmx: "// htmx",
    report: (fault) => faults.push(fault),
  });

  async function begin(vendor: VendorId, suffix: string, request: StartRequest): Promise<OnboardingId> {
    const id = onboardingId(vendor, suffix);
    const commit = commitOf(start(request, program), {
      id,
      stored: null,
      actor: { kind: "vendor", webhookId: `msg-${suffix}` },
      now,
      program,
      outbound: false,
      inbox: {
        vendor,
        webhookId: `msg-${suffix}`,
        bodyHash: "0".repeat(64),
        onboarding: id,
        answer: "{}",
        at: now,
      },
      hmac: testHmac,
    });
    if ((await store.onboardings.save(commit)) !== "saved") throw new Error(`${id} was not saved`);
    return id;
  }

  async function tell(id: OnboardingId, command: Command, actor: Actor): Promise<void> {
    const done = await change(id, command, actor);
    if (!done.ok) throw new Error(`${command.kind} was refused: ${done.error.kind}`);
  }

  async function sitExam(id: OnboardingId, { contact, track, answer = "a" }: Sitting) {
    const attempt = randomId(12);
    const random = Array.from({ length: 100 }, (_, index) => (index * 0.37) % 1);
    await tell(id, { kind: "start_attempt", contact, track, attempt, random }, by(contact));
    const sheet = await store.onboardings.record(id, "attempt", attempt);
    if (!sheet) throw new Error("no sheet");
    const answers = Object.fromEntries(sheet.questions.map((question) => [question.id, [answer]]));
    await tell(id, { kind: "submit_attempt", contact, track, attempt, answers, sheet }, by(contact));
  }

  const drive = {
    async openContract(id: OnboardingId) {
      await tell(id, { kind: "open_stage", stage: "contract" }, SYSTEM);
      await tell(
        id,
        { kind: "send_agreement", signatory: ANNA, document: makeDocument({ key: `${id}/agreement.pdf` }) },
        SYSTEM,
      );
    },
    async sign(id: OnboardingId) {
      await tell(id, { kind: "open_agreement", contact: ANNA }, by(ANNA));
      await tell(
        id,
        {
          kind: "sign_agreement",
          contact: ANNA,
          typedName: "Anna Schmidt",
          authorized: true,
          consent: true,
          sha256: makeDocument().sha256,
          seen: {
            ip: "203.0.113.7",
            userAgent: "test",
            linkId: "l",
            mailId: "m",
            name: "Anna Schmidt",
            email: "anna@x.example",
            statement: "I may sign.",
            consent: "I agree.",
          },
        },
        by(ANNA),
      );
    },
    countersign: (id: OnboardingId) =>
      tell(id, { kind: "countersign", note: "welcome" }, { kind: "operator", operator: "olga" }),
    async train(id: OnboardingId) {
      await tell(id, { kind: "open_stage", stage: "training" }, SYSTEM);
      for (const [contact, track] of [
        [ANNA, "sales"],
        [BEN, "technical"],
      ] as const)
        for (const module of program.tracks.find((one) => one.id === track)?.modules ?? [])
          await tell(
            id,
            {
              kind: "complete_module",
              contact,
              track,
              module: module.id,
              answers: rightAnswers(module.check),
            },
            by(contact),
          );
    },
    openExams: (id: OnboardingId) => tell(id, { kind: "open_stage", stage: "certification" }, SYSTEM),
    async certify(id: OnboardingId) {
      await drive.openExams(id);
      await sitExam(id, { contact: ANNA, track: "sales" });
      await sitExam(id, { contact: BEN, track: "technical" });
    },
    openDeal: (id: OnboardingId) => tell(id, { kind: "open_stage", stage: "first_deal" }, SYSTEM),
    register: (id: OnboardingId, form: DealForm = makeDealForm()) =>
      tell(id, { kind: "register_deal", contact: ANNA, form, candidates: [] }, by(ANNA)),
    tick: (id: OnboardingId) => tell(id, { kind: "tick", sheets: {} }, { kind: "system", name: "tick" }),
  };

  /** A run that has reached the deal, which is registered and waits for a decision. */
  async function runWithDeal(suffix = "dealdealdeal", request = makeStart(), vendor = ACME) {
    const id = await begin(vendor, suffix, request);
    await drive.openContract(id);
    await drive.sign(id);
    await drive.countersign(id);
    await drive.train(id);
    await drive.certify(id);
    await drive.openDeal(id);
    await drive.register(id);
    return id;
  }

  const cookieOf = (operator: Operator): string =>
    `console=${encodeURIComponent(sealCookie(testHmac, `console:${JSON.stringify(operator)}`, instant(now + 3_600_000)))}`;

  const get = (path: string, operator: Operator, headers: Record<string, string> = {}) =>
    Promise.resolve(app.request(path, { headers: { cookie: cookieOf(operator), ...headers } }));

  const post = (path: string, operator: Operator, form: Record<string, string | readonly string[]> = {}) => {
    const body = new URLSearchParams(
      Object.entries(form).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one] as [string, string]),
      ),
    );
    return Promise.resolve(
      app.request(path, {
        method: "POST",
        body,
        headers: { cookie: cookieOf(operator), "sec-fetch-site": "same-origin" },
      }),
    );
  };

  /** As the console's script sends a form: answered with the page that comes next. */
  const send = (path: string, operator: Operator, form: Record<string, string> = {}) =>
    Promise.resolve(
      app.request(path, {
        method: "POST",
        body: new URLSearchParams(form),
        headers: { cookie: cookieOf(operator), "sec-fetch-site": "same-origin", "x-follow": "1" },
      }),
    );

  return {
    app,
    store,
    documents,
    faults,
    program,
    begin,
    tell,
    sitExam,
    drive,
    runWithDeal,
    get,
    post,
    send,
    cookieOf,
    wait: (ms: number) => {
      now = instant(now + ms);
    },
    now: clock,
    close: () => store.close(),
  };
}

export type Console = Awaited<ReturnType<typeof openConsole>>;
