import { expect, test } from "vitest";
import type { LoggedEvent } from "../../domain/events.ts";
import { hasNote } from "../../domain/events.ts";
import { eventId } from "../../domain/ids.ts";
import { T0 } from "../make.ts";
import { OPS } from "./run.ts";

test("an event has a note when it has the digest of its own", () => {
  const event = { type: "onboarding.put_on_hold" } as const;
  const logged: LoggedEvent = { id: eventId(2, 0), at: T0, actor: OPS, event };
  expect(hasNote(logged)).toBe(false);
  expect(hasNote({ ...logged, digests: { "note/2.1": "x", "deal/1": "y" } })).toBe(false);
  expect(hasNote({ ...logged, digests: { "note/2.0": "x" } })).toBe(true);
});
