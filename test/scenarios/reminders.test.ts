import { expect, test } from "vitest";
import { signAgreement } from "../../cli/partner-robot.ts";
import { DAY, HOUR, time, useWorld } from "./harness.ts";
import { begin, mails, openStep, receives, SABINE, sampleProgram, standsAt } from "./story.ts";
import type { Run } from "./story.ts";

// A Wednesday: the first reminder would fall on a Saturday.
const world = useWorld({ startAt: "2026-11-25T16:30:00Z" });

const BERLIN = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Berlin",
  weekday: "short",
  hour: "2-digit",
  hourCycle: "h23",
});

/** Hours in which something is due may not be skipped; by night nothing should be. */
const isDay = (at: number): boolean => /0[5-9]|1\d/.test(BERLIN.format(new Date(at)));

/** `Fri 09` */
const whenReminded = async (run: Run): Promise<readonly string[]> =>
  (await mails(run, "reminder")).map(({ sentAt }) => BERLIN.format(new Date(sentAt)).replace(",", ""));

test("reminders come on workdays by day, at most as often as the program says, and not after it is done", async ({
  skip,
}) => {
  const pass = time(world(), skip);
  const { stages } = await sampleProgram();
  const { atMost, firstAfterDays, everyDays } = stages.contract.reminders;
  const run = await begin(world());
  const done = await begin(world());
  for (const one of [run, done]) await receives(one, SABINE, "contract_step");
  const startedAt = world().now();
  await pass(DAY);
  await signAgreement(await openStep(done, SABINE, "contract"), "Sabine Vogt");
  await standsAt(done, { stage: "training" });

  const end = startedAt + 13 * DAY;
  while (world().now() < end) await pass(isDay(world().now()) ? HOUR : 3 * HOUR);
  const reminders = await mails(run, "reminder");
  expect(reminders.map(({ to }) => to)).toEqual(Array.from({ length: atMost }, () => SABINE));
  for (const when of await whenReminded(run)) expect(when).toMatch(/^(Mon|Tue|Wed|Thu|Fri) (0[89]|1[0-7])$/);

  const days = reminders.map(({ sentAt }) => (Date.parse(sentAt) - startedAt) / DAY);
  const [first = 0, second = 0] = days;
  // Moved earlier, from the weekend to the Friday before.
  expect(first).toBeGreaterThan(1);
  expect(first).toBeLessThanOrEqual(firstAfterDays);
  expect(second - first).toBeLessThanOrEqual(everyDays + 1);
  const contract = (await mails(done, "reminder")).filter(({ text }) => text.includes(".contract#"));
  expect(contract).toEqual([]);
});
