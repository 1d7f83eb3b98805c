import { expect, test } from "vitest";
import { arrivalViolations } from "../../../bench/crash/check-arrivals.ts";
import type { ToldEffect } from "../../../bench/crash/order.ts";
import type { Arrival } from "../../../bench/crash/outside.ts";

const mail: ToldEffect = {
  onboarding: "acme.one",
  key: "2.0.0",
  kind: "mail",
  state: "done",
  settledAt: 500,
};
const webhook: ToldEffect = { ...mail, key: "2.0.1", kind: "webhook" };
const pdf: ToldEffect = { ...mail, key: "2.0.2", kind: "pdf" };

const came = (what: Arrival["what"], name: string, changes: Partial<Arrival> = {}): Arrival => ({
  what,
  name,
  at: 400,
  life: 1,
  again: false,
  ...changes,
});
const MAIL = came("mail", "acme.one/2.0.0");
const WEBHOOK = came("webhook", "acme_one_2_0_1");

const violations = (arrivals: readonly Arrival[], relayed = true): string[] =>
  arrivalViolations([mail, webhook, pdf], arrivals, { relayed });

test("what came once, before it was settled, is as it should be", () => {
  expect(violations([MAIL, WEBHOOK])).toEqual([]);
});

test("a process that died before it noted a sending may have sent the same once more", () => {
  expect(violations([MAIL, { ...MAIL, life: 2 }, WEBHOOK])).toEqual([]);
});

test("mail that the inbox keeps does not come to a relay", () => {
  expect(violations([WEBHOOK], false)).toEqual([]);
});

test.each([
  ["is done and nobody got it", [MAIL], "acme.one: webhook 2.0.1 is done and never arrived"],
  [
    "comes twice from one process",
    [MAIL, WEBHOOK, WEBHOOK],
    "acme.one: webhook 2.0.1 arrived twice from one process",
  ],
  [
    "goes out after it was settled",
    [MAIL, { ...WEBHOOK, at: 501 }],
    "acme.one: webhook 2.0.1 was sent after it had been settled",
  ],
  [
    "was done before a restart and comes again",
    [{ ...MAIL, again: true }, WEBHOOK],
    "acme.one: mail 2.0.0 was done before a restart and sent again",
  ],
  [
    "is owed by nobody",
    [MAIL, WEBHOOK, came("mail", "acme.one/9.0.0")],
    "a mail came that nobody owes: acme.one/9.0.0",
  ],
])("what %s is a violation", (_what, arrivals, told) => {
  expect(violations(arrivals)).toEqual([told]);
});
