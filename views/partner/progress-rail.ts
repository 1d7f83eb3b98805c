import type { Locale, Localized } from "../../domain/content.ts";
import type { StageState } from "../../domain/onboarding.ts";
import { isClosed } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import type { Stage } from "../../domain/program.ts";
import { shortDate } from "../format.ts";
import type { Reader } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { checkIcon } from "./icons.ts";
import { say } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { STAGE_NAME } from "./words.ts";

const TEXT: Localized<{
  readonly label: string;
  readonly until: (date: string) => string;
  readonly overdue: (date: string) => string;
  readonly toCome: string;
  readonly waived: string;
  readonly left: string;
  readonly done: string;
  readonly here: string;
}> = {
  de: {
    label: "Ihre vier Schritte",
    until: (date) => `bis ${date}`,
    overdue: (date) => `war fällig am ${date}`,
    toCome: "folgt",
    waived: "entfällt",
    left: "entfällt",
    done: "Erledigt: ",
    here: "Jetzt: ",
  },
  en: {
    label: "Your four steps",
    until: (date) => `until ${date}`,
    overdue: (date) => `was due ${date}`,
    toCome: "to come",
    waived: "waived",
    left: "not needed",
    done: "Done: ",
    here: "Now: ",
  },
};

function when(state: StageState, reader: Reader, closed: boolean): string {
  const text = TEXT[reader.locale];
  switch (state.state) {
    case "pending":
      return closed ? text.left : text.toCome;
    case "open": {
      const date = shortDate(state.deadline, reader);
      if (closed) return text.left;
      return state.overdueAt === null ? text.until(date) : text.overdue(date);
    }
    case "completed":
      return shortDate(state.at, reader);
    case "waived":
      return text.waived;
  }
}

interface Place {
  readonly kind: "done" | "here" | "come";
  readonly word: string;
}

function placeOf(state: StageState, locale: Locale, closed: boolean): Place {
  if (state.state === "completed" || state.state === "waived")
    return { kind: "done", word: TEXT[locale].done };
  return state.state === "open" && !closed
    ? { kind: "here", word: TEXT[locale].here }
    : { kind: "come", word: "" };
}

// A phone leaves each stage less than this word's width.
const hyphenated = (name: string): string => name.replace("Zertifizierung", "Zertifi\u00adzierung");

/** The four stages: done, here, to come, with their dates. */
export function progressRail(visit: Visit): Markup {
  const { onboarding, reader } = visit;
  const closed = isClosed(onboarding);
  const item = (stage: Stage): Markup => {
    const state = onboarding.stages[stage];
    const { kind, word } = placeOf(state, reader.locale, closed);
    return html`<li class="${kind}" ${kind === "here" ? html`aria-current="step"` : null}>
      <span class="dot" aria-hidden="true">${kind === "done" ? checkIcon : null}</span>
      <span class="name"
        ><span class="unseen">${word}</span>${hyphenated(say(visit, STAGE_NAME[stage]))}</span
      >
      <span class="when">${when(state, reader, closed)}</span>
    </li>`;
  };
  return html`<ol class="rail" aria-label="${say(visit, TEXT).label}">
    ${STAGES.map(item)}
  </ol>`;
}
