import type { Answers } from "../../domain/commands.ts";
import { trackOf } from "../../domain/program.ts";
import type { ModuleState } from "../../views/partner/module-page.ts";
import { modulePage } from "../../views/partner/module-page.ts";
import { refusalPage } from "../../views/partner/refusal-page.ts";
import { doneModules, nextLesson } from "../../views/partner/lessons.ts";
import type { Lesson } from "../../views/partner/lessons.ts";
import { changeAs, goTo, refused } from "./answers.ts";
import { formOf } from "./form.ts";
import type { Form } from "./form.ts";
import type { Scene } from "./scene.ts";

type Found = Omit<ModuleState, "tried" | "before">;

/** A module, if it belongs to a track this visitor is enrolled in. */
function moduleAt({ visit }: Scene, trackId: string, moduleId: string): Found | null {
  const { enrollments } = visit.onboarding;
  const track = trackOf(visit.program, trackId);
  const module = track?.modules.find(({ id }) => id === moduleId);
  const mine = enrollments.find((one) => one.contact === visit.contact.id && one.track === track?.id);
  return track && module && mine ? { track, module, done: doneModules(mine, track) } : null;
}

const moduleOf = (scene: Scene): Found | null =>
  moduleAt(scene, scene.c.req.param("track") ?? "", scene.c.req.param("module") ?? "");

/** The module that was done just before, as the way here says. */
function justDone(scene: Scene): Lesson | null {
  const [track = "", module = ""] = (scene.c.req.query("done") ?? "").split("/");
  const found = moduleAt(scene, track, module);
  return found?.done.includes(module) ? found : null;
}

const notYours = ({ c, visit }: Scene): Response | Promise<Response> =>
  c.html(refusalPage(visit, "not_yours"), 404);

export function showModule(scene: Scene): Response | Promise<Response> {
  const found = moduleOf(scene);
  if (!found) return notYours(scene);
  return scene.c.html(modulePage(scene.visit, { ...found, tried: null, before: justDone(scene) }));
}

const answersOf = ({ module }: Found, form: Form): Answers =>
  Object.fromEntries(module.check.map(({ id }) => [id, form.all(`q-${id}`)]));

/** After a module: the next one that this person has not done, and the overview after the last. */
function goOn(scene: Scene, { track, module }: Lesson): Response {
  const next = nextLesson(scene.visit, track);
  return next
    ? goTo(scene, `/modules/${next.track.id}/${next.module.id}?done=${track.id}/${module.id}`)
    : goTo(scene);
}

/** Answers a module's check. Wrong ones are explained and can be tried again at once. */
export async function completeModule(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const found = moduleOf(scene);
  if (!found) return notYours(scene);
  const { track, module } = found;
  const answers = answersOf(found, await formOf(c));
  const done = await changeAs(scene, {
    kind: "complete_module",
    contact: visit.contact.id,
    track: track.id,
    module: module.id,
    answers,
  });
  if (done.ok) return goOn({ ...scene, visit: { ...visit, onboarding: done.value.onboarding } }, found);
  if (done.error.kind !== "check_failed") return refused(scene, done.error);
  return c.html(
    modulePage(visit, { ...found, tried: { answers, wrong: done.error.wrong }, before: null }),
    422,
  );
}
