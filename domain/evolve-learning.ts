import type { Handlers } from "./event-handlers.ts";
import type { EventType } from "./events.ts";
import type { ExamProgress } from "./exam.ts";
import type { ContactId } from "./ids.ts";
import { mailed } from "./mailed.ts";
import type { Onboarding } from "./onboarding.ts";
import type { Enrollment } from "./training.ts";

type Place = { readonly contact: ContactId; readonly track: string };
const at = (place: Place) => (item: Place) => item.contact === place.contact && item.track === place.track;

function withEnrollment(o: Onboarding, place: Place, change: (old: Enrollment) => Enrollment): Onboarding {
  return { ...o, enrollments: o.enrollments.map((item) => (at(place)(item) ? change(item) : item)) };
}

function withExam(o: Onboarding, place: Place, change: (old: ExamProgress) => ExamProgress): Onboarding {
  return { ...o, exams: o.exams.map((item) => (at(place)(item) ? change(item) : item)) };
}

const place = ({ contact, track, attempts, allowed }: ExamProgress) => ({
  contact,
  track,
  attempts,
  allowed,
});

const modulesOf = (enrollment: Enrollment): readonly string[] =>
  enrollment.state === "in_progress" ? enrollment.modules : [];

type LearningEvent = Extract<EventType, `training.${string}` | `certification.${string}`>;

export const learningHandlers: Handlers<LearningEvent> = {
  "training.enrolled": (o, { contact, track }) => ({
    ...o,
    enrollments: [...o.enrollments, { state: "enrolled", contact, track }],
  }),
  "training.module_completed": (o, { contact, track, module }) =>
    withEnrollment(o, { contact, track }, (old) => ({
      state: "in_progress",
      contact,
      track,
      modules: [...modulesOf(old), module],
    })),
  "training.completed": (o, { contact, track }, now) =>
    withEnrollment(o, { contact, track }, () => ({ state: "completed", contact, track, at: now })),
  "training.waived": (o, { contact, track, reason }, now) =>
    withEnrollment(o, { contact, track }, () => ({ state: "waived", contact, track, at: now, reason })),

  "certification.admitted": (o, { contact, track, allowed }) => ({
    ...o,
    exams: [...o.exams, { state: "ready", contact, track, attempts: 0, allowed }],
  }),
  "certification.attempt_started": (o, { contact, track, attempt, endsAt }, now) =>
    withExam(o, { contact, track }, (old) => ({
      ...place(old),
      state: "in_attempt",
      attempts: old.attempts + 1,
      attempt,
      startedAt: now,
      endsAt,
    })),
  "certification.passed": (o, { contact, track, score }, now) =>
    withExam(o, { contact, track }, (old) => ({ ...place(old), state: "passed", at: now, score })),
  "certification.failed": (o, { contact, track, score, coolDownUntil }, now) =>
    withExam(o, { contact, track }, (old) =>
      coolDownUntil === null
        ? { ...place(old), state: "exhausted", since: now, lastScore: score }
        : { ...place(old), state: "cooling_down", until: coolDownUntil, lastScore: score },
    ),
  "certification.attempt_granted": (o, { contact, track }, now) => {
    const granted = withExam(o, { contact, track }, (old) => ({
      ...place(old),
      state: "ready",
      allowed: old.allowed + 1,
    }));
    return mailed(granted, [contact], now);
  },
  "certification.waived": (o, { contact, track, reason }, now) =>
    withExam(o, { contact, track }, (old) => ({ ...place(old), state: "waived", at: now, reason })),
  "certification.issued": (o, { contact, track, certificate, expiresAt }, now) => ({
    ...o,
    certifications: [
      ...o.certifications,
      { state: "active", id: certificate, contact, track, issuedAt: now, expiresAt },
    ],
  }),
  "certification.expired": (o, { certificate }) => ({
    ...o,
    certifications: o.certifications.map((item) =>
      item.id === certificate ? { ...item, state: "expired" } : item,
    ),
  }),
  "certification.revoked": (o, { certificate }, now) => ({
    ...o,
    certifications: o.certifications.map((item) =>
      item.id === certificate ? { ...item, state: "revoked", revokedAt: now } : item,
    ),
  }),
};
