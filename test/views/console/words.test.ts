import { describe, expect, test } from "vitest";
import type { EffectRow } from "../../../domain/effect.ts";
import { MAILS } from "../../../domain/effect.ts";
import type { Effect } from "../../../domain/effect.ts";
import { eventId } from "../../../domain/ids.ts";
import { ATTENTION } from "../../../domain/summary.ts";
import { ACTIONS } from "../../../views/console/action-names.ts";
import { ACTION_SPECS } from "../../../views/console/actions/all-actions.ts";
import { ATTENTION_WORDS } from "../../../views/console/attention-words.ts";
import { effectWords } from "../../../views/console/effect-words.ts";
import { eventWords } from "../../../views/console/event-words.ts";
import { FLASH_WORDS } from "../../../views/console/flash-words.ts";
import { outcomeWords } from "../../../views/console/log-entries.ts";
import { namesOf } from "../../../views/console/names.ts";
import { refusalWords } from "../../../views/console/refusal-words.ts";
import type { ConsoleRefusal } from "../../../views/console/refusal-words.ts";
import { readerAt, due, when } from "../../../views/console/when.ts";
import { after, ANNA, DAY, makeEffect, makeOnboarding, T0 } from "../../make.ts";
import { makeProgram } from "../../make-program.ts";
import { EVERY_EVENT } from "./every-event.ts";
import { EVERY_REFUSAL } from "./every-refusal.ts";

const names = namesOf({ c1: { name: "Sabine Vogt", email: "s@x.example" } }, makeProgram());

const row = (changes: Partial<EffectRow>) => outcomeWords(makeEffect(makeOnboarding(), changes));

/** A sentence for people: no codes, ids or holes in it. */
const isSentence = (text: string): boolean =>
  text.length > 3 && !/undefined|null|NaN|\[object|[a-z]_[a-z]|\bc1\b/.test(text) && /^[A-Z“]/.test(text);

describe("every kind of event", () => {
  test.each(Object.values(EVERY_EVENT).map((event) => [event.type, event] as const))(
    "%s has words",
    (_type, event) => {
      const text = eventWords(event, names);
      expect([text, isSentence(text)]).toEqual([text, true]);
    },
  );

  test("names the people, also one who was erased", () => {
    const opened = { type: "agreement.opened", contact: ANNA } as const;
    expect(eventWords(opened, names)).toBe("Sabine Vogt opened the agreement");
    expect(eventWords(opened, namesOf({}, makeProgram()))).toBe("contact c1 opened the agreement");
  });
});

describe("every refusal", () => {
  const all: readonly ConsoleRefusal[] = Object.values(EVERY_REFUSAL);
  test.each(all.map((refusal) => [refusal.kind, refusal] as const))("%s has words", (_kind, refusal) => {
    const text = refusalWords(refusal);
    expect([text, isSentence(text)]).toEqual([text, true]);
    expect(text).toMatch(/\.$/);
  });
});

test("every kind of effect, and every mail, has words", () => {
  const effects: readonly Effect[] = [
    { kind: "start_workflow", n: 1 },
    { kind: "start_workflow", n: 2 },
    { kind: "resume_workflow" },
    { kind: "draft_agreement" },
    { kind: "file_agreement" },
    { kind: "issue_credential", certificate: "acme.x.1" },
    { kind: "webhook", event: eventId(1, 0) },
    ...MAILS.map((mail) => ({ kind: "mail", mail, to: ANNA, stage: null, event: eventId(1, 0) }) as const),
  ];
  for (const effect of effects) {
    const text = effectWords(effect, names);
    expect([text, isSentence(text)]).toEqual([text, true]);
  }
});

test("every state of an effect says what became of it, and why", () => {
  expect(row({ state: "due" })).toBe("waits to be done");
  expect(row({ state: "due", attempts: 2, lastError: "timeout" })).toBe(
    "tried 2 times, is tried again: timeout",
  );
  expect(row({ state: "claimed" })).toBe("under way");
  expect(row({ state: "failed", attempts: 1, lastError: "550" })).toBe("failed after one try: 550");
  expect(row({ state: "dropped", outcome: "stage_not_open" })).toBe("not done: its stage was over");
  expect(row({ state: "done", outcome: null })).toBe("done");
});

test("every reason for attention has words, and an action that mends it", () => {
  for (const kind of ATTENTION) {
    const { reason, label, action, button } = ATTENTION_WORDS[kind];
    for (const text of [reason("Sabine Vogt", "training"), label, button])
      expect([text, isSentence(text)]).toEqual([text, true]);
    expect(ACTION_SPECS[action].title).toBeTruthy();
  }
});

test("every action has a title, a button and a word for when it is done", () => {
  for (const action of ACTIONS)
    for (const text of [ACTION_SPECS[action].title, ACTION_SPECS[action].button, FLASH_WORDS[action]])
      expect([text, isSentence(text)]).toEqual([text, true]);
});

describe("times", () => {
  test("are said relative to now, and exactly in UTC", () => {
    const text = when(T0, after(3 * DAY)).toString();
    expect(text).toContain("3 days ago");
    expect(text).toContain("Tue 1 Sept, 08:00 UTC");
    expect(readerAt(T0).timeZone).toBe("UTC");
  });

  test("of deadlines say in words when they have passed", () => {
    expect(due(T0, after(2 * DAY)).toString()).toContain("late by 2 days");
    expect(due(after(2 * DAY), T0).toString()).not.toContain("late");
  });
});
