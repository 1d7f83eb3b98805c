import { templateFor } from "../domain/agreement.ts";
import type { Onboarding } from "../domain/onboarding.ts";
import type { AgreementTemplate, Program } from "../domain/program.ts";
import type { Vendor } from "../domain/vendor.ts";
import { fillBlock, fillText } from "../domain/content.ts";
import type { Locale } from "../domain/content.ts";
import type { Instant } from "../domain/ids.ts";
import type { AgreementPdf } from "../domain/world.ts";
import { longDate } from "../views/format.ts";

/** Whose agreement it is. */
export interface AgreementScene {
  readonly onboarding: Onboarding;
  readonly program: Program;
  readonly vendor: Vendor;
}

interface Signatory {
  readonly name: string;
  readonly locale: Locale;
  readonly timeZone: string;
}

function countryName(country: string, locale: Locale): string {
  return new Intl.DisplayNames([locale], { type: "region" }).of(country) ?? country;
}

/** What the placeholders of a template stand for. */
export function placeholderValues(scene: AgreementScene, { name, locale, timeZone }: Signatory, at: Instant) {
  const { onboarding, vendor, program } = scene;
  const { legalName, country, registrationId, vatId } = onboarding.partner;
  return {
    "vendor.name": vendor.name,
    "vendor.address": vendor.legalLines.join(", "),
    "partner.legalName": legalName,
    "partner.country": countryName(country, locale),
    "partner.registrationId": registrationId ?? "–",
    "partner.vatId": vatId ?? "–",
    "signatory.name": name,
    "program.name": program.name[locale],
    date: longDate(at, { locale, timeZone, now: at }),
  };
}

/** Throws when no template fits, so that ops see it: a program that was validated has a fallback. */
export function templateOf(scene: AgreementScene): AgreementTemplate {
  const template = templateFor(scene.program, scene.onboarding.partner);
  if (template) return template;
  const { type, country } = scene.onboarding.partner;
  throw new Error(`program ${scene.program.id} has no agreement for a ${type} in ${country}; publish one`);
}

/** The agreement as it is put on paper, without evidence. */
export function agreementPdf(scene: AgreementScene, signatory: Signatory, at: Instant): AgreementPdf {
  const template = templateOf(scene);
  const values = placeholderValues(scene, signatory, at);
  return {
    locale: signatory.locale,
    title: fillText(template.title[signatory.locale], values),
    vendorName: scene.vendor.name,
    body: template.body[signatory.locale].map((block) => fillBlock(block, values)),
    at,
    evidence: null,
  };
}
