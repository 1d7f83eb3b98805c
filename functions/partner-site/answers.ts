import { at } from "../../views/partner/visit.ts";
import type { ChangeRefusal } from "../change.ts";
import type { Command } from "../../domain/commands.ts";
import type { Stored } from "../../domain/ports.ts";
import type { Result } from "../../domain/result.ts";
import type { Scene } from "./scene.ts";

/** Changes the onboarding in the visitor's name. */
export const changeAs = ({ deps, visit }: Scene, command: Command): Promise<Result<Stored, ChangeRefusal>> =>
  deps.change(visit.onboarding.id, command, { kind: "contact", contact: visit.contact.id });

/** After a POST: the page to look at, so that reloading and going back send nothing again. */
export const goTo = ({ c, visit }: Scene, path = ""): Response => c.redirect(at(visit, path), 303);

export async function refused({ c, visit }: Scene, { kind }: ChangeRefusal): Promise<Response> {
  const { refusalPage } = await import("./seldom.ts");
  return c.html(refusalPage(visit, kind), 409);
}

/** Does it and goes on to the page; a refusal has its page. */
export async function changeThen(scene: Scene, command: Command, path = ""): Promise<Response> {
  const changed = await changeAs(scene, command);
  return changed.ok ? goTo(scene, path) : refused(scene, changed.error);
}
