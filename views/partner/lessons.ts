import type { Module, Track } from "../../domain/program.ts";
import { trackOf } from "../../domain/program.ts";
import type { Enrollment } from "../../domain/training.ts";
import { at } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** The modules a person has behind them; all of them once the track is completed or waived. */
export function doneModules(enrollment: Enrollment, track: Track): readonly string[] {
  switch (enrollment.state) {
    case "enrolled":
      return [];
    case "in_progress":
      return enrollment.modules;
    case "completed":
    case "waived":
      return track.modules.map(({ id }) => id);
  }
}

export const nextModule = (track: Track, done: readonly string[]): Module | undefined =>
  track.modules.find(({ id }) => !done.includes(id));

export const moduleHref = (visit: Visit, track: Track, module: Module): string =>
  at(visit, `/modules/${track.id}/${module.id}`);

/** A module and the track it belongs to. */
export interface Lesson {
  readonly track: Track;
  readonly module: Module;
}

/** What this person has to do next; in the given track, as long as something is left there. */
export function nextLesson({ onboarding, program, contact }: Visit, first?: Track): Lesson | null {
  const open = onboarding.enrollments
    .filter((enrollment) => enrollment.contact === contact.id)
    .flatMap((enrollment): Lesson[] => {
      const track = trackOf(program, enrollment.track);
      const module = track && nextModule(track, doneModules(enrollment, track));
      return track && module ? [{ track, module }] : [];
    });
  return open.find(({ track }) => track.id === first?.id) ?? open[0] ?? null;
}

/** The modules of a track that this person has behind them. */
export function doneBy({ onboarding, contact }: Visit, track: Track): readonly string[] {
  const mine = onboarding.enrollments.find((one) => one.contact === contact.id && one.track === track.id);
  return mine ? doneModules(mine, track) : [];
}
