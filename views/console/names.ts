import type { ContactId } from "../../domain/ids.ts";
import { MANAGER } from "../../domain/ids.ts";
import type { Program } from "../../domain/program.ts";
import { trackOf } from "../../domain/program.ts";
import type { Person } from "../../domain/records.ts";

/** What the ids of a run are called. People who were erased keep their id. */
export interface Names {
  readonly person: (id: ContactId) => string;
  readonly track: (id: string) => string;
  readonly module: (track: string, id: string) => string;
}

export function namesOf(people: Readonly<Record<string, Person>>, program: Program): Names {
  return {
    person: (id) => people[id]?.name ?? (id === MANAGER ? "the partner manager" : `contact ${id}`),
    track: (id) => trackOf(program, id)?.name.en ?? id,
    module: (track, id) =>
      trackOf(program, track)?.modules.find((module) => module.id === id)?.title.en ?? id,
  };
}
