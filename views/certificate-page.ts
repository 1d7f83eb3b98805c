import type { Localized } from "../domain/content.ts";
import type { Certification } from "../domain/exam.ts";
import { longDate } from "./format.ts";
import type { Reader } from "./format.ts";
import { layout } from "./layout.ts";
import type { PageBrand } from "./layout.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { sealIcon } from "./partner/icons.ts";

/** What anybody may know of a certificate. */
export interface PublicCertificate {
  readonly certification: Certification;
  /** Empty once the person was erased. */
  readonly holder: string;
  readonly company: string;
  readonly name: Localized;
  readonly track: Localized;
  readonly criteria: Localized;
  readonly brand: PageBrand;
  readonly hasCredential: boolean;
}

interface Words {
  readonly kicker: string;
  readonly certifies: string;
  readonly of: (company: Markup) => Markup;
  readonly issued: string;
  readonly until: string;
  readonly track: string;
  readonly by: string;
  readonly erased: string;
  readonly active: string;
  readonly expired: (date: string) => string;
  readonly revoked: (date: string) => string;
  readonly criteria: string;
  readonly verify: string;
  readonly verifySteps: string;
  readonly credential: string;
  readonly keys: string;
  readonly status: string;
  readonly number: string;
  readonly language: string;
}

const TEXT: Localized<Words> = {
  de: {
    kicker: "Zertifikat",
    certifies: "Hiermit wird bestätigt, dass",
    of: (company) => html`von ${company} die folgende Prüfung bestanden hat:`,
    issued: "Ausgestellt am",
    until: "Gültig bis",
    track: "Fachgebiet",
    by: "Ausgestellt von",
    erased: "Name gelöscht",
    active: "Dieses Zertifikat ist gültig.",
    expired: (date) => `Dieses Zertifikat ist am ${date} abgelaufen.`,
    revoked: (date) => `Dieses Zertifikat wurde am ${date} widerrufen und gilt nicht mehr.`,
    criteria: "Was geprüft wurde",
    verify: "So prüfen Sie dieses Zertifikat",
    verifySteps:
      "Diese Seite zeigt immer den aktuellen Stand. Für die maschinelle Prüfung gibt es den signierten Nachweis (Open Badges 3.0), die Schlüssel des Ausstellers und die Liste der widerrufenen Nachweise.",
    credential: "Signierter Nachweis (JWT)",
    keys: "Öffentliche Schlüssel",
    status: "Widerrufsliste",
    number: "Nummer",
    language: "In English",
  },
  en: {
    kicker: "Certificate",
    certifies: "This is to certify that",
    of: (company) => html`of ${company} has passed the exam`,
    issued: "Issued on",
    until: "Valid until",
    track: "Field",
    by: "Issued by",
    erased: "Name erased",
    active: "This certificate is valid.",
    expired: (date) => `This certificate expired on ${date}.`,
    revoked: (date) => `This certificate was revoked on ${date} and is no longer valid.`,
    criteria: "What was examined",
    verify: "How to verify this certificate",
    verifySteps:
      "This page always shows the current state. For verification by machine there are the signed credential (Open Badges 3.0), the issuer’s keys and the list of revoked credentials.",
    credential: "Signed credential (JWT)",
    keys: "Public keys",
    status: "Revocation list",
    number: "Number",
    language: "Auf Deutsch",
  },
};

function stateNotice(certification: Certification, reader: Reader): Markup {
  const text = TEXT[reader.locale];
  switch (certification.state) {
    case "active":
      return html`<p class="notice good"><strong>${text.active}</strong></p>`;
    case "expired":
      return html`<p class="notice warn">
        <strong>${text.expired(longDate(certification.expiresAt, reader))}</strong>
      </p>`;
    case "revoked":
      return html`<p class="notice bad">
        <strong>${text.revoked(longDate(certification.revokedAt, reader))}</strong>
      </p>`;
  }
}

const fact = (label: string, value: string): Markup =>
  html`<div>
    <dt>${label}</dt>
    <dd><bdi>${value}</bdi></dd>
  </div>`;

function sheet(certificate: PublicCertificate, reader: Reader): Markup {
  const { certification, holder, company, name, track, brand } = certificate;
  const text = TEXT[reader.locale];
  return html`<article class="certificate">
    ${sealIcon}
    <p class="kicker">${text.kicker}</p>
    <p>${text.certifies}</p>
    <h1 class="holder"><bdi>${holder || text.erased}</bdi></h1>
    <p>${text.of(html`<strong><bdi>${company}</bdi></strong>`)}</p>
    <p class="what">${name[reader.locale]}</p>
    <dl class="dates">
      ${fact(text.track, track[reader.locale])} ${fact(text.issued, longDate(certification.issuedAt, reader))}
      ${fact(text.until, longDate(certification.expiresAt, reader))} ${fact(text.by, brand.name)}
    </dl>
  </article>`;
}

/** The public page of a certificate: for whoever is shown its address, and for paper. */
export function certificatePage(certificate: PublicCertificate, reader: Reader): string {
  const { certification, holder, brand, name, criteria, hasCredential } = certificate;
  const { id } = certification;
  const { locale } = reader;
  const text = TEXT[locale];
  const other = locale === "de" ? "en" : "de";
  return layout({
    surface: "public",
    locale,
    title: `${holder || text.erased}, ${name[locale]}`,
    brand,
    aside: html`<p class="for-whom">
      <a href="/certificates/${id}?lang=${other}" hreflang="${other}" lang="${other}">${text.language}</a>
    </p>`,
    main: html`${stateNotice(certification, reader)} ${sheet(certificate, reader)}
      <section class="section" aria-labelledby="criteria">
        <h2 id="criteria">${text.criteria}</h2>
        <p>${criteria[locale]}</p>
      </section>
      <section class="section" aria-labelledby="verify">
        <h2 id="verify">${text.verify}</h2>
        <p>${text.verifySteps}</p>
        <ul class="stack tight">
          ${hasCredential ? html`<li><a href="/certificates/${id}/credential.jwt">${text.credential}</a></li>` : null}
          <li><a href="/.well-known/jwks.json">${text.keys}</a></li>
          <li><a href="/status/${brand.id}">${text.status}</a></li>
        </ul>
        <p class="small muted">${text.number}: <span class="mono">${id}</span></p>
      </section>`,
  });
}
