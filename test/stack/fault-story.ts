import { afterEach, expect, inject } from "vitest";
import { expectPage, signAgreement, sitExam, takeTraining } from "../../cli/partner-robot.ts";
import { OnboardingList } from "../../functions/vendor-api/answers.ts";
import { STAGES } from "../../domain/program.ts";
import type { Stage } from "../../domain/program.ts";
import { MINUTE } from "../scenarios/harness.ts";
import type { World } from "../scenarios/harness.ts";
import {
  ALL_MAILS,
  ask,
  begin,
  CONTACTS,
  decideDeal,
  log,
  look,
  mails,
  openStep,
  receives,
  registerDeal,
  SABINE,
  sampleProgram,
  standsAt,
  TOM,
} from "../scenarios/story.ts";
import type { EventView, Run } from "../scenarios/story.ts";
import type { Disturbance } from "./disturbances.ts";
import { tellStack } from "./stack-control.ts";

export const people = { contacts: CONTACTS.map((contact) => ({ ...contact })) };

/** Some calls to AWS will not go as they should. */
export const disturb = async (...all: readonly Disturbance[]): Promise<void> => {
  for (const calls of all) await tellStack(inject("stack"), { do: "disturb", calls });
};

/** The same for some operations of a service. */
export const eachOf = (
  service: string,
  operations: readonly string[],
  how: Pick<Disturbance, "fate" | "times">,
): readonly Disturbance[] => operations.map((operation) => ({ service, operation, ...how }));

/** Lets calls be again; how many each disturbance struck. */
export const calm = (): Promise<readonly number[]> => tellStack(inject("stack"), { do: "end_disturbances" });

export const settle = (): Promise<null> => tellStack(inject("stack"), { do: "settle" });

/** As long as it takes until whoever died or fell silent is given up on, with whatever follows from that. */
export async function lapse({ moveTime }: World): Promise<void> {
  for (const minutes of [2, 2, 16, 2]) await moveTime?.(minutes * MINUTE);
}

const WRITES = "TransactWriteItems|PutItem|UpdateItem|DeleteItem";

/** Begins an onboarding for each of a function's writes to the table, in the order they come, and disturbs that one. */
export async function atEachWrite(
  world: World,
  disturbance: Required<Pick<Disturbance, "caller" | "fate">>,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  let struck: number | undefined;
  do {
    await disturb({ ...disturbance, service: "dynamodb", operation: WRITES, after: runs.length });
    runs.push(await begin(world, people));
    await settle();
    [struck] = await calm();
  } while (struck === 1);
  expect(runs.length).toBeGreaterThan(2);
  return runs;
}

/** What a story left behind when it broke off must not trouble the next one. */
export const calmAfterwards = (): void => {
  afterEach(async ({ task }) => {
    await calm();
    if (task.result?.state !== "fail") return;
    await settle();
    await tellStack(inject("stack"), { do: "faults" });
  });
};

/** What the stack has reported since the last time and nobody expected, and what was expected in vain. */
async function wrongFaults(expected: readonly RegExp[]): Promise<readonly string[]> {
  const faults = await tellStack(inject("stack"), { do: "faults" });
  const strange = faults.filter((fault) => !expected.some((each) => each.test(fault)));
  const missing = expected.filter((each) => !faults.some((fault) => each.test(fault)));
  return [...strange, ...missing.map((each) => `nothing was reported like ${each.source}`)];
}

/** Sabine and Tom do what a stage asks of them. */
export async function doStage(run: Run, stage: Stage): Promise<void> {
  const program = await sampleProgram();
  switch (stage) {
    case "contract":
      expectPage(await signAgreement(await openStep(run, SABINE, stage), "Sabine Vogt"));
      return;
    case "training":
      for (const who of [SABINE, TOM]) await takeTraining(await openStep(run, who, stage), program);
      return;
    case "certification":
      await sitExam(await openStep(run, SABINE, stage), { track: "sales", program });
      await sitExam(await openStep(run, TOM, stage), { track: "technical", program });
      return;
    case "first_deal":
      await registerDeal(run);
      await decideDeal(run, "approve");
  }
}

/** Everybody does everything from this stage on. */
export async function finish(run: Run, from: Stage = "contract"): Promise<void> {
  for (const stage of STAGES.slice(STAGES.indexOf(from))) {
    if (stage !== from) await standsAt(run, { stage });
    await doStage(run, stage);
  }
  await standsAt(run, { status: "completed" });
  await receives(run, SABINE, "onboarding_completed");
}

/** The mails that open its first two steps. */
export const CONTRACT = `${SABINE} contract_step`;
export const TRAINING: readonly string[] = [SABINE, TOM].map((who) => `${who} training_step`);

export const mailed = async (run: Run): Promise<readonly string[]> =>
  (await mails(run)).map(({ to, kind }) => `${to} ${kind}`).toSorted();

const stageOf = ({ data: { stage } }: EventView): string => (typeof stage === "string" ? stage : "");

/** I3: stages open and end in their order, each once. */
async function wrongOrder(run: Run): Promise<readonly string[]> {
  const [events, { stages }] = [await log(run), await look(run)];
  const told = (type: RegExp): readonly string[] =>
    events.filter((event) => type.test(event.type)).map(stageOf);
  const [opened, ended] = [told(/^stage\.opened$/), told(/^stage\.(completed|waived)$/)];
  const isOver = new Set(["completed", "waived"]);
  const over = stages.filter(({ state }) => isOver.has(state)).map(({ stage }) => stage);
  const begun = events.filter(({ type }) => type === "onboarding.started").length;
  return [
    ...(opened.join() === STAGES.filter((stage) => opened.includes(stage)).join()
      ? []
      : [`opened: ${opened.join()}`]),
    ...(ended.join() === over.join() ? [] : [`ended: ${ended.join()}, but over are ${over.join()}`]),
    ...(begun === 1 ? [] : [`begun ${begun} times`]),
  ];
}

/** I1: of this partner there is one onboarding. */
async function wrongNumber(run: Run): Promise<readonly string[]> {
  const { externalPartnerId } = await look(run);
  const path = `/api/onboardings?search=${encodeURIComponent(externalPartnerId)}`;
  const { items } = OnboardingList.parse(await (await ask(run.world, path)).json());
  return items.length === 1 && items[0]?.id === run.id ? [] : [`${items.length} onboardings of one partner`];
}

async function wrongMails(run: Run, expected: readonly string[]): Promise<readonly string[]> {
  const [found, wanted] = [(await mailed(run)).join(", "), expected.toSorted().join(", ")];
  return found === wanted ? [] : [`mailed: ${found}; wanted: ${wanted}`];
}

async function wrongLogs(runs: readonly Run[]): Promise<readonly string[]> {
  const args = runs.map(({ id }) => id);
  const said = await tellStack(inject("stack"), { do: "run", command: "verify", args });
  return said.includes(`${runs.length} logs checked, 0 broken`) ? [] : [said];
}

interface Ending {
  /** What each was mailed, as `<to> <kind>`. */
  readonly mails?: readonly string[];
  /** What the stack has reported, all of it. */
  readonly faults?: readonly RegExp[];
}

/** What does not hold of onboardings that should always hold, whatever has happened to the services under them. */
export async function wrongWith(
  runs: Run | readonly Run[],
  { mails: expected = ALL_MAILS, faults = [] }: Ending = {},
): Promise<readonly string[]> {
  await settle();
  const all = [runs].flat();
  const wrong: string[] = [];
  for (const run of all) {
    const found = [
      ...(await wrongMails(run, expected)),
      ...(await wrongOrder(run)),
      ...(await wrongNumber(run)),
    ];
    wrong.push(...found.map((what) => `${run.id}: ${what}`));
  }
  return [...wrong, ...(await wrongLogs(all)), ...(await wrongFaults(faults))];
}
