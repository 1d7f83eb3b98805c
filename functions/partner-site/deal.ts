import { changedFields } from "../../domain/deal-form.ts";
import { DEAL_STAGES } from "../../domain/deal.ts";
import type { DealForm, DealRegistration } from "../../domain/deal.ts";
import { dealKeys } from "../../domain/duplicate.ts";
import { vendorOf } from "../../domain/ids.ts";
import { currentDeal } from "../../domain/onboarding.ts";
import { dealCorrectionPage, dealFormPage } from "../../views/partner/deal-form-page.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import type { FieldErrors, Typed } from "../../views/partner/form-parts.ts";
import { isReadOnly } from "../../views/partner/visit.ts";
import { changeAs, changeThen, goTo, refused } from "./answers.ts";
import { corrected, dealErrors, dealFormOf, typedDeal, wrongFields } from "./deal-input.ts";
import { dealView } from "./deal-view.ts";
import { formOf } from "./form.ts";
import type { Scene } from "./scene.ts";

const isEmpty = (errors: FieldErrors): boolean => Object.keys(errors).length === 0;

const candidatesFor = ({ deps, visit }: Scene, form: DealForm) =>
  deps.onboardings.dealsLike(vendorOf(visit.onboarding.id), dealKeys(form));

const recordOf = ({ deps, visit }: Scene, { number }: DealRegistration): Promise<DealForm | null> =>
  deps.onboardings.record(visit.onboarding.id, "deal", String(number));

/** A second press of the button: this very deal is registered already. */
async function isRegistered(scene: Scene, form: DealForm): Promise<boolean> {
  const deal = currentDeal(scene.visit.onboarding);
  const known = deal && (await recordOf(scene, deal));
  return known ? changedFields(known, form).length === 0 : false;
}

/** An empty form for another deal, after the last one came to nothing. */
export const newDeal = (scene: Scene): Response | Promise<Response> =>
  isReadOnly(scene.visit) ? goTo(scene) : scene.c.html(dealFormPage(scene.visit, EMPTY));

export async function registerDeal(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const sent = await formOf(c);
  const form = dealFormOf(sent);
  const again = (errors: FieldErrors): Response | Promise<Response> =>
    c.html(dealFormPage(visit, { typed: typedDeal(sent), errors }), 422);
  const errors = wrongFields(visit, form);
  if (!isEmpty(errors)) return again(errors);

  const candidates = await candidatesFor(scene, form);
  const registered = await changeAs(scene, {
    kind: "register_deal",
    contact: visit.contact.id,
    form,
    candidates,
  });
  if (registered.ok) return goTo(scene);
  if (registered.error.kind === "deal_invalid") return again(dealErrors(visit, registered.error.fields));
  // Read anew: the first press may have come in while this one was on its way.
  if (registered.error.kind === "deal_exists" && (await isRegistered(await fresh(scene), form))) {
    return goTo(scene);
  }
  return refused(scene, registered.error);
}

async function fresh(scene: Scene): Promise<Scene> {
  const stored = await scene.deps.onboardings.load(scene.visit.onboarding.id);
  return stored ? { ...scene, stored, visit: { ...scene.visit, onboarding: stored.onboarding } } : scene;
}

const typedOf = (form: DealForm): Typed =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)]));

/** What the vendor asked for, last. */
async function questionOf(scene: Scene, deal: DealRegistration): Promise<string | null> {
  const { steps } = await dealView(scene, deal);
  return (
    steps.findLast(({ logged }) => logged.event.type === "deal_registration.action_required")?.note ?? null
  );
}

export async function askCorrection(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const deal = currentDeal(visit.onboarding);
  const before = deal && (await recordOf(scene, deal));
  if (deal?.review !== "action_required" || !before || isReadOnly(visit)) return goTo(scene);
  const sentBack = { fields: deal.fields, note: await questionOf(scene, deal) };
  return c.html(dealCorrectionPage(visit, { typed: typedOf(before), errors: {} }, sentBack));
}

export async function correctDeal(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const deal = currentDeal(visit.onboarding);
  const before = deal && (await recordOf(scene, deal));
  // Sent twice: it has been taken, and the page shows so.
  if (deal?.review !== "action_required" || !before) return goTo(scene);
  const sent = await formOf(c);
  const form = corrected(before, dealFormOf(sent), deal.fields);
  const errors = wrongFields(visit, form);
  if (!isEmpty(errors)) {
    const filled = { typed: typedDeal(sent), errors };
    const sentBack = { fields: deal.fields, note: await questionOf(scene, deal) };
    return c.html(dealCorrectionPage(visit, filled, sentBack), 422);
  }
  const candidates = await candidatesFor(scene, form);
  return changeThen(scene, { kind: "correct_deal", contact: visit.contact.id, form, before, candidates });
}

/** The partner's own view of how far the sale is; a lost one says why, on a page of its own. */
export async function changeDealStage(scene: Scene): Promise<Response> {
  const wanted = (await formOf(scene.c)).text("stage");
  const stage = DEAL_STAGES.find((one) => one === wanted);
  if (!stage) return goTo(scene);
  if (stage === "lost") return goTo(scene, "/deal/lost");
  return changeThen(scene, { kind: "change_deal_stage", contact: scene.visit.contact.id, stage, note: "" });
}
