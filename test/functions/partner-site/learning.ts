import type { ContactId } from "../../../domain/ids.ts";
import { makeOnboarding, withStageOpen } from "../../make.ts";
import { ANNA, BEN } from "../../make.ts";
import { makeProgram } from "../../make-program.ts";
import { openSite } from "./site.ts";
import type { Site } from "./site.ts";

const place = (contact: ContactId, track: string) => ({ contact, track });

/** Anna in sales, Ben in technical. */
export const atTraining = (): Promise<Site> =>
  openSite({
    onboarding: {
      ...withStageOpen(makeOnboarding(), "training"),
      enrollments: [
        { state: "enrolled", ...place(ANNA, "sales") },
        { state: "enrolled", ...place(BEN, "technical") },
      ],
    },
  });

/** Anna in both tracks. */
export const inBothTracks = (): Promise<Site> =>
  openSite({
    onboarding: {
      ...withStageOpen(makeOnboarding(), "training"),
      enrollments: [
        { state: "enrolled", ...place(ANNA, "sales") },
        { state: "enrolled", ...place(ANNA, "technical") },
      ],
    },
  });

export const atExam = (program = makeProgram()): Promise<Site> =>
  openSite({
    program,
    onboarding: {
      ...withStageOpen(makeOnboarding(), "certification"),
      exams: [
        { state: "ready", attempts: 0, allowed: 3, ...place(ANNA, "sales") },
        { state: "ready", attempts: 0, allowed: 3, ...place(BEN, "technical") },
      ],
    },
  });
