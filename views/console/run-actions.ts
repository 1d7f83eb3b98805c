import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import type { ActionName } from "./action-names.ts";
import { ACTIONS, mayAct } from "./action-names.ts";
import { ACTION_SPECS, GROUP_WORDS } from "./actions/all-actions.ts";
import { noteField } from "./actions/fields.ts";
import type { FormState } from "./actions/fields.ts";
import { ACTION_GROUPS } from "./actions/spec.ts";
import type { ActionSpec, Target } from "./actions/spec.ts";
import { refusalWords } from "./refusal-words.ts";
import { actionAddress, runAddress } from "./run-view.ts";
import type { OpenForm, RunView } from "./run-view.ts";

interface Offered {
  readonly action: ActionName;
  readonly spec: ActionSpec;
  readonly targets: readonly Target[];
}

function offeredIn(run: RunView): readonly Offered[] {
  const { role } = run.desk.operator;
  return ACTIONS.filter((action) => mayAct(role, action))
    .map((action) => ({ action, spec: ACTION_SPECS[action], targets: ACTION_SPECS[action].targets(run) }))
    .filter(({ targets }) => targets.length > 0);
}

/** Whether this operator can do it to this run now. */
export const isOffered = (run: RunView, action: ActionName): boolean =>
  offeredIn(run).some((offered) => offered.action === action);

function chosen(run: RunView, { action, targets }: Offered): Target | undefined {
  const wanted = run.open?.action === action ? run.open.target : "";
  return targets.find(({ value }) => value === wanted) ?? (targets.length === 1 ? targets[0] : undefined);
}

const otherTargets = (run: RunView, { action, targets }: Offered, target?: Target): Markup | null => {
  const others = targets.filter((one) => one !== target);
  if (others.length === 0) return null;
  return html`<p class="small muted">${target ? "For somebody else:" : "For whom or what?"}</p>
    <ul class="for-whom-list small">
      ${others.map(
        ({ value, label }) =>
          html`<li>
            <a href="${actionAddress(run.stored.onboarding.id, action, value)}"><bdi>${label}</bdi></a>
          </li>`,
      )}
    </ul>`;
};

function problemIn(open: OpenForm | null): string | null {
  if (open?.refusal) return refusalWords(open.refusal);
  const wrong = Object.keys(open?.errors ?? {}).length;
  return wrong > 0 ? "Nothing was changed yet: see the marked fields." : null;
}

function actionForm(run: RunView, { action, spec }: Offered, target: Target): Markup {
  const open = run.open?.action === action && run.open.target === target.value ? run.open : null;
  const form: FormState = { target, id: action, open };
  const problem = problemIn(open);
  return html`<form method="post" action="${runAddress(run.stored.onboarding.id)}/${action}" novalidate>
    ${problem ? html`<p class="said-no" role="alert" tabindex="-1" data-focus>${problem}</p>` : null}
    <p class="says">${spec.says(run, target)}</p>
    <input type="hidden" name="for" value="${target.value}" />
    ${spec.fields?.(run, form)} ${action === "view_deal" ? null : noteField(form)}
    <div class="actions"><button class="button${spec.danger ? " danger" : ""}">${spec.button}</button></div>
  </form>`;
}

function drawAction(run: RunView, offered: Offered): Markup {
  const { action, spec } = offered;
  const target = chosen(run, offered);
  const isOpen = run.open?.action === action;
  return html`<details class="action" id="${action}" ${isOpen ? html`open` : null}>
    <summary>${spec.title}</summary>
    ${target ? actionForm(run, offered, target) : null} ${otherTargets(run, offered, target)}
  </details>`;
}

/** What stands beside the registration: it is decided where it is read. */
const WITH_THE_DEAL: ReadonlySet<ActionName> = new Set<ActionName>(["view_deal", "review_deal"]);

/** The form of an action on the run as a whole, open; `null` when it is not offered. */
export function openAction(run: RunView, action: ActionName): Markup | null {
  const offered = offeredIn(run).find((one) => one.action === action);
  const [target] = offered?.targets ?? [];
  if (!offered || !target) return null;
  return html`<section class="decide" id="${action}" aria-labelledby="${action}-title">
    <h3 id="${action}-title">${offered.spec.title}</h3>
    ${actionForm(run, offered, target)}
  </section>`;
}

/** What ops may do now, grouped by what it does. */
export function runActions(run: RunView): Markup {
  const offered = offeredIn(run).filter(({ action }) => !WITH_THE_DEAL.has(action));
  return html`<section class="sheet" aria-labelledby="actions-title">
    <header><h2 id="actions-title">Actions</h2></header>
    ${
      offered.length === 0
        ? html`<div class="inside">
            <p class="muted">
              ${
                run.desk.operator.role === "viewer"
                  ? "You may look at everything here. To act, ask for the role of an operator."
                  : "There is nothing to do here any more."
              }
            </p>
          </div>`
        : ACTION_GROUPS.map((group) => {
            const items = offered.filter(({ spec }) => spec.group === group);
            return items.length === 0
              ? null
              : html`<div class="action-group">
                  <h3>${GROUP_WORDS[group]}</h3>
                  ${items.map((item) => drawAction(run, item))}
                </div>`;
          })
    }
  </section>`;
}
