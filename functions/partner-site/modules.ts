import type { Answers } from "../../domain/commands.ts";
import { trackOf } from "../../domain/program.ts";
import type { ModuleState } from "../../views/partner/module-page.ts";
import { modulePage } from "../../views/partner/module-page.ts";
import { refusalPage } from "../../views/partner/message-page.ts";
import { doneModules } from "../../views/partner/training-page.ts";
import { changeAs, goTo, refused } from "./answers.ts";
import { formOf } from "./form.ts";
import type { Form } from "./form.ts";
import type { Scene } from "./scene.ts";

/** The module in the path, if it belongs to a track this visitor is enrolled in. */
function moduleOf({ c, visit }: Scene): Omit<ModuleState, "tried"> | null {
  const { enrollments } = visit.onboarding;
  const track = trackOf(visit.program, c.req.param("track") ?? "");
  const module = track?.modules.find(({ id }) => id === c.req.param("module"));
  const mine = enrollments.find((one) => one.contact === visit.contact.id && one.track === track?.id);
  return track && module && mine ? { track, module, done: doneModules(mine, track) } : null;
}

const notYours = ({ c, visit }: Scene): Response | Promise<Response> =>
  c.html(refusalPage(visit, "not_yours"), 404);

export function showModule(scene: Scene): Response | Promise<Response> {
  const found = moduleOf(scene);
  return found ? scene.c.html(modulePage(scene.visit, { ...found, tried: null })) : notYours(scene);
}

const answersOf = ({ module }: Omit<ModuleState, "tried">, form: Form): Answers =>
  Object.fromEntries(module.check.map(({ id }) => [id, form.all(`q-${id}`)]));

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
  if (done.ok) return goTo(scene, `/modules/${track.id}/${module.id}#check`);
  if (done.error.kind !== "check_failed") return refused(scene, done.error);
  return c.html(modulePage(visit, { ...found, tried: { answers, wrong: done.error.wrong } }), 422);
}
