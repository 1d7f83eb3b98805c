import type { Command } from "../../domain/commands.ts";
import type { Actor } from "../../domain/events.ts";
import { contactId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { STAGES } from "../../domain/program.ts";
import type { Stage } from "../../domain/program.ts";
import type { Factory } from "./open-factory.ts";
import { openFactory } from "./open-factory.ts";
import { samplePartner } from "./sample-partners.ts";

const WORKFLOW: Actor = { kind: "system", name: "workflow" };
const OLGA: Actor = { kind: "operator", operator: "olga" };
const ANNA = contactId("c1");
const BATCH = 500;
/** Begun within this time: before the first reminder, so that a server started on it finds nothing due. */
const SPREAD = 2 * 86_400_000;

/** Of a hundred partners, how many are in each stage. */
const SHARES: readonly (readonly [Stage, number])[] = [
  ["contract", 50],
  ["training", 25],
  ["certification", 15],
  ["first_deal", 10],
];

function stageOf(n: number): Stage {
  let place = n % 100;
  for (const [stage, share] of SHARES) {
    if (place < share) return stage;
    place -= share;
  }
  return "contract";
}

const documentOf = (id: OnboardingId) => ({
  template: "standard-dach",
  templateVersion: "1",
  locale: "de" as const,
  consentVersion: "1",
  sha256: "d".repeat(64),
  key: `${id}/agreement-2.0.0.pdf`,
});

const deal = (n: number): Command => ({
  kind: "register_deal",
  contact: ANNA,
  candidates: [],
  form: {
    customerName: `Werkstatt ${n} GmbH`,
    customerDomain: `customer-${n}.example`,
    customerCountry: "DE",
    customerContact: "Petra Bergmann, head of service",
    need: "Wants service reports written by an assistant.",
    value: 48_000,
    currency: "EUR",
    targetCloseDate: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
    nextSteps: "Workshop in two weeks",
  },
});

/** What happens to some: a mail that bounced, a pause, a deal to review, an end. */
function extraOf(n: number): { command: Command; actor: Actor } | null {
  const email = samplePartner(n).people[0]?.person.email ?? "";
  if (n % 33 === 7) return { command: { kind: "record_bounce", contact: ANNA, email }, actor: WORKFLOW };
  if (n % 25 === 3) return { command: { kind: "put_on_hold", note: "Waits for a merger" }, actor: OLGA };
  if (stageOf(n) === "first_deal" && n % 2 === 0)
    return { command: deal(n), actor: { kind: "contact", contact: ANNA } };
  return null;
}

interface Begun {
  readonly n: number;
  readonly id: OnboardingId;
}

/** Through the stages before that one, each waived, as far as each is to go. */
async function advance(factory: Factory, batch: readonly Begun[]): Promise<void> {
  for (const [place, stage] of STAGES.entries()) {
    const on = batch.filter(({ n }) => STAGES.indexOf(stageOf(n)) > place);
    await Promise.all(
      on.map(async ({ id }) => {
        const waiver = {
          kind: "waive_stage",
          stage,
          reason: "equivalent",
          note: "Partner of another line",
        } as const;
        await factory.tell(id, waiver, OLGA);
        await factory.resume(id);
      }),
    );
    await factory.settled();
  }
}

async function fillBatch(factory: Factory, numbers: readonly number[]): Promise<void> {
  const batch = await Promise.all(
    numbers.map(async (n) => ({ n, id: await factory.start(samplePartner(n)) })),
  );
  await Promise.all(batch.map(({ id }) => factory.workflow.start(id, 1)));
  await factory.settled();
  await Promise.all(
    batch.map(({ id }) =>
      factory.tell(id, { kind: "send_agreement", signatory: ANNA, document: documentOf(id) }, WORKFLOW),
    ),
  );
  await advance(factory, batch);
  await Promise.all(
    batch.map(async ({ n, id }) => {
      const extra = extraOf(n);
      if (extra) await factory.tell(id, extra.command, extra.actor);
    }),
  );
}

/** As `settle` leaves them. */
const SETTLE_ALL = `UPDATE todo SET state = 'done', due_at = NULL, settled_at = created_at + 400, attempts = 1,
  outcome = '<' || key || '@mail.example>' WHERE state = 'due'`;

/**
 * Adds open onboardings by the real rules, store and engine, in every stage, each with its execution that waits; their
 * effects are done. A server must have been started on the folder once.
 */
export async function fillFolder(
  folder: string,
  count: number,
  progress: (done: number) => void,
): Promise<void> {
  const factory = await openFactory(folder);
  const begun = Date.now();
  try {
    for (let first = 0; first < count; first += BATCH) {
      factory.setClock(begun - SPREAD * (1 - first / count));
      const size = Math.min(BATCH, count - first);
      await fillBatch(
        factory,
        Array.from({ length: size }, (_, index) => first + index),
      );
      const { database } = factory.store;
      await database.write(() => database.prepare(SETTLE_ALL).run());
      progress(first + size);
    }
  } finally {
    await factory.close();
  }
}
