import type { Localized } from "../../domain/content.ts";
import type { Question } from "../../domain/program.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { checkIcon, crossIcon } from "./icons.ts";
import { say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly several: string;
  readonly right: string;
  readonly wrong: string;
}> = {
  de: { several: "Mehrere Antworten sind richtig.", right: "Richtig.", wrong: "Noch nicht richtig." },
  en: { several: "More than one answer is right.", right: "Right.", wrong: "Not right yet." },
};

export interface AskedQuestion {
  readonly question: Question;
  /** Ids of the options, in the order to show. */
  readonly order: readonly string[];
  readonly chosen: readonly string[];
  /** What the field is called in the form. */
  readonly name: string;
  /** Said before the question: "2. ". */
  readonly prefix?: string;
  /** After answering a module's check. */
  readonly verdict?: "right" | "wrong";
}

const isSingle = ({ options }: Question): boolean => options.filter(({ correct }) => correct).length === 1;

function verdictMarkup(visit: Visit, { question, verdict, name }: AskedQuestion): Markup | null {
  if (!verdict) return null;
  const text = say(visit, TEXT);
  const isRight = verdict === "right";
  return html`<div class="notice ${isRight ? "good" : "warn"}" id="${name}">
    <p class="verdict">${isRight ? checkIcon : crossIcon} ${isRight ? text.right : text.wrong}</p>
    <p>${say(visit, question.explanation)}</p>
  </div>`;
}

/** One question with its options: radio buttons where one is right, else boxes. */
export function questionPart(visit: Visit, asked: AskedQuestion): Markup {
  const { question, order, chosen, name, prefix = "" } = asked;
  const single = isSingle(question);
  const options = order.flatMap((id) => question.options.filter((option) => option.id === id));
  return html`<fieldset>
      <legend>${prefix}${say(visit, question.text)}</legend>
      ${single ? null : html`<p class="hint">${say(visit, TEXT).several}</p>`}
      ${options.map(
        (option) =>
          html`<label class="choice"
            ><input
              type="${single ? "radio" : "checkbox"}"
              name="${name}"
              value="${option.id}"
              ${chosen.includes(option.id) ? html`checked` : null}
            /><span>${say(visit, option.text)}</span></label
          >`,
      )}
    </fieldset>
    ${verdictMarkup(visit, asked)}`;
}
