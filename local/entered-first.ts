import type { Effects, Onboardings } from "../domain/ports.ts";
import type { Unentered } from "./waiting-starts.ts";

interface Ports {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
}

/** The same ports, which also know what is in the journal: what is asked for is entered first. */
export function enteredFirst({ onboardings, effects }: Ports, unentered: Unentered): Ports {
  return { onboardings: onboardingsWith(unentered, onboardings), effects: effectsWith(unentered, effects) };
}

function onboardingsWith(unentered: Unentered, onboardings: Onboardings): Onboardings {
  return {
    ...onboardings,
    async load(id) {
      await unentered.ofId(id);
      return onboardings.load(id);
    },
    async commits(id, ...range) {
      await unentered.ofId(id);
      return onboardings.commits(id, ...range);
    },
    async inbox(...place) {
      await unentered.ofWebhook(...place);
      return onboardings.inbox(...place);
    },
    async latest(...place) {
      await unentered.ofPartner(...place);
      return onboardings.latest(...place);
    },
    async record(id, ...place) {
      await unentered.ofId(id);
      return onboardings.record(id, ...place);
    },
    async records(id, kind) {
      await unentered.ofId(id);
      return onboardings.records(id, kind);
    },
    async list(query) {
      await unentered.all();
      return onboardings.list(query);
    },
    async counts(vendors) {
      await unentered.all();
      return onboardings.counts(vendors);
    },
  };
}

function effectsWith(unentered: Unentered, effects: Effects): Effects {
  return {
    ...effects,
    async dueOf(id, now) {
      await unentered.ofId(id);
      return effects.dueOf(id, now);
    },
    async all(id) {
      await unentered.ofId(id);
      return effects.all(id);
    },
  };
}
