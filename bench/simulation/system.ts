import type { OnboardingId } from "../../domain/ids.ts";
import type { Effects } from "../../domain/ports.ts";
import type { Program } from "../../domain/program.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Hmac, Programs, RandomId, Vendors } from "../../domain/world.ts";
import { makeChange } from "../../functions/change.ts";
import { deliverLane } from "../../functions/deliver/deliver.ts";
import { dispatchLanes } from "../../functions/dispatch/dispatch-lanes.ts";
import { finish } from "../../functions/finish/finish.ts";
import { openStage } from "../../functions/open-stage/open-stage.ts";
import { resumeWorkflow } from "../../functions/resume-workflow.ts";
import { startOnboarding } from "../../functions/start-onboarding.ts";
import { tick } from "../../functions/tick/tick.ts";
import { tryEffects } from "../../functions/try-effects.ts";
import { portsFor } from "./ports-for.ts";
import type { World } from "./ports-for.ts";
import type { Task } from "./scheduler.ts";

/** What is the same for every task of a world. */
export interface Setting {
  readonly programs: Programs;
  readonly vendors: Vendors;
  readonly hmac: Hmac;
  readonly randomId: RandomId;
  readonly baseUrl: string;
}

function hash(text: string, seed: number): number {
  let mixed = seed;
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return mixed;
}

/** Long enough for a link's secret; nobody attacks a simulation. */
export const quickHmac: Hmac = (purpose, text) =>
  [1, 2, 3]
    .map((round) =>
      hash(`${purpose}${text}`, 0x811c9dc5 + round)
        .toString(36)
        .padStart(8, "0"),
    )
    .join("");

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

export function makeSetting(program: Program, vendor: Vendor, random: () => number): Setting {
  return {
    programs: {
      current: async () => program,
      version: async () => program,
      list: async () => [{ id: program.id, version: program.version }],
    },
    vendors: {
      get: async () => vendor,
      byApiKey: async () => null,
      list: async () => [vendor],
      put: () => Promise.reject(new Error("vendors stay as they are")),
    },
    hmac: quickHmac,
    randomId: (length) =>
      Array.from({ length }, () => ALPHABET.charAt(Math.floor(random() * ALPHABET.length))).join(""),
    baseUrl: "https://partners.example",
  };
}

/** The real functions, wired for one task as its handler would. */
export function systemFor(world: World, setting: Setting, task: Task) {
  const { clock, random } = world.scheduler;
  const ports = portsFor(world, task);
  const deps = { ...ports, ...setting, clock, random };
  const change = makeChange(deps);
  const resume = resumeWorkflow(deps);
  const one = tryEffects(deps, [
    ...dispatchLanes({ ...deps, change, resume }),
    deliverLane({ ...deps, sign: (_secrets, id) => `v1,${id}` }),
  ]);
  return {
    change,
    dispatch: one,
    again: (...args: Parameters<Effects["again"]>) => ports.effects.again(...args),
    openStage: openStage({ ...deps, change, resume }),
    finish: finish(change),
    start: startOnboarding(deps),
    async tick() {
      const woken = new Set<OnboardingId>();
      await tick({
        ...deps,
        change,
        wakeAll: async (ids) => ids.forEach((id) => woken.add(id)),
        goesOn: () => task.alive,
        onFault: (_id, fault) => {
          if (fault instanceof TypeError || fault instanceof RangeError) throw fault;
        },
      })();
      for (const id of woken) await one(id);
    },
  };
}

export type System = ReturnType<typeof systemFor>;
