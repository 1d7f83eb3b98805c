import type { Localized } from "../../domain/content.ts";
import type { Contact, Onboarding } from "../../domain/onboarding.ts";
import { isClosed } from "../../domain/onboarding.ts";
import type { Program, Stage } from "../../domain/program.ts";
import type { Person } from "../../domain/records.ts";
import type { Reader } from "../format.ts";
import type { PageBrand } from "../layout.ts";

/** One contact at the page of one stage: what every partner page knows. */
export interface Visit {
  readonly linkId: string;
  readonly stage: Stage;
  readonly onboarding: Onboarding;
  readonly program: Program;
  readonly brand: PageBrand & { readonly legalLines: readonly string[] };
  readonly contact: Contact;
  readonly person: Person;
  /** The partner manager; `null` once erased. */
  readonly manager: Person | null;
  readonly reader: Reader;
}

/** The address of a page of this link. */
export const at = (visit: Visit, path = ""): string => `/p/${visit.linkId}${path}`;

/** The text in the visitor's language. */
export const say = <T>(visit: Visit, text: Localized<T>): T => text[visit.reader.locale];

/** Nothing can be done here now: on hold, closed, or the stage is not the open one. */
export const isReadOnly = ({ onboarding, stage }: Visit): boolean =>
  isClosed(onboarding) ||
  onboarding.progress.state === "on_hold" ||
  onboarding.stages[stage].state !== "open";

/** Whether the stage of the link is the one that is worked on. */
export const isOpen = ({ onboarding, stage }: Visit): boolean => onboarding.stages[stage].state === "open";
