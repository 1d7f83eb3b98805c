import type { OnboardingId } from "../domain/ids.ts";
import type { Effects, Onboardings } from "../domain/ports.ts";
import type { Deliveries } from "../domain/world.ts";
import { type ArchivedRun, bringBack, readArchived } from "./sqlite-archive.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

interface Ports {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly deliveries: Deliveries;
}

interface Archive {
  read(id: OnboardingId): ArchivedRun | null;
  /** `false`: it is not in the archive. */
  bringBack(id: OnboardingId): Promise<boolean>;
}

/** The same ports, which also answer for what is in the archive. What would change an archived onboarding brings it back first. */
export function withArchive(db: SqliteDatabase, ports: Ports): Ports {
  const archive: Archive = {
    read: (id) => readArchived(db, id),
    bringBack: async (id) => readArchived(db, id) !== null && db.write(() => bringBack(db, id)),
  };
  return {
    onboardings: onboardingsWith(archive, ports.onboardings),
    effects: effectsWith(archive, ports.effects),
    deliveries: deliveriesWith(archive, ports.deliveries),
  };
}

function onboardingsWith(archive: Archive, hot: Onboardings): Onboardings {
  return {
    ...hot,
    load: async (id) => (await hot.load(id)) ?? archive.read(id)?.stored ?? null,
    async save(commit) {
      const outcome = await hot.save(commit);
      if (outcome !== "stale" || !(await archive.bringBack(commit.onboarding.id))) return outcome;
      return hot.save(commit);
    },
    async commits(id, afterRev, limit) {
      const found = await hot.commits(id, afterRev, limit);
      if (found.length > 0) return found;
      return archive.read(id)?.commits.slice(afterRev, afterRev + limit) ?? [];
    },
    async record(id, kind, key) {
      return (await hot.record(id, kind, key)) ?? archive.read(id)?.records[kind]?.[key] ?? null;
    },
    async records(id, kind) {
      return { ...archive.read(id)?.records[kind], ...(await hot.records(id, kind)) };
    },
    async putRecord(id, write) {
      await archive.bringBack(id);
      await hot.putRecord(id, write);
    },
  };
}

function effectsWith(archive: Archive, hot: Effects): Effects {
  return {
    ...hot,
    async all(id) {
      const found = await hot.all(id);
      return found.length > 0 ? found : (archive.read(id)?.effects ?? []);
    },
    async again(id, key, at) {
      if (await hot.again(id, key, at)) return true;
      return (await archive.bringBack(id)) && hot.again(id, key, at);
    },
    async giveUp(...effect) {
      if (await hot.giveUp(...effect)) return true;
      return (await archive.bringBack(effect[0])) && hot.giveUp(...effect);
    },
  };
}

function deliveriesWith(archive: Archive, hot: Deliveries): Deliveries {
  return {
    async add(delivery) {
      await archive.bringBack(delivery.onboarding);
      await hot.add(delivery);
    },
    async of(id) {
      const found = await hot.of(id);
      return found.length > 0 ? found : (archive.read(id)?.deliveries ?? []);
    },
  };
}
