import type { Locale } from "../domain/content.ts";

interface EvidenceWords {
  readonly title: string;
  readonly intro: string;
  readonly onboarding: string;
  readonly hash: string;
  readonly template: string;
  readonly signatory: string;
  readonly email: string;
  readonly statement: string;
  readonly consent: string;
  readonly sentAt: string;
  readonly mailId: string;
  readonly linkId: string;
  readonly openedAt: string;
  readonly signedAt: string;
  readonly countersignedAt: string;
  readonly ip: string;
  readonly userAgent: string;
}

const WORDS: Readonly<Record<Locale, EvidenceWords>> = {
  de: {
    title: "Nachweis der Unterschrift",
    intro:
      "Dieses Blatt hält fest, wie der vorstehende Vertrag elektronisch unterzeichnet wurde. Die Prüfsumme gehört zum Dokument, wie es vor der Unterschrift gezeigt und versandt wurde. Es handelt sich um eine einfache elektronische Signatur.",
    onboarding: "Vorgang",
    hash: "SHA-256 des Dokuments",
    template: "Vorlage",
    signatory: "Unterzeichnet von",
    email: "E-Mail-Adresse",
    statement: "Erklärung",
    consent: "Einwilligung (Fassung)",
    sentAt: "Versandt",
    mailId: "Nachrichten-ID",
    linkId: "Link",
    openedAt: "Geöffnet",
    signedAt: "Unterzeichnet",
    countersignedAt: "Gegengezeichnet",
    ip: "IP-Adresse",
    userAgent: "Browser",
  },
  en: {
    title: "Evidence of signature",
    intro:
      "This page records how the agreement above was signed electronically. The checksum belongs to the document as it was shown and sent before signing. This is a simple electronic signature.",
    onboarding: "Case",
    hash: "SHA-256 of the document",
    template: "Template",
    signatory: "Signed by",
    email: "E-mail address",
    statement: "Statement",
    consent: "Consent (version)",
    sentAt: "Sent",
    mailId: "Message id",
    linkId: "Link",
    openedAt: "Opened",
    signedAt: "Signed",
    countersignedAt: "Countersigned",
    ip: "IP address",
    userAgent: "Browser",
  },
};

/** The labels of the page of evidence. */
export const evidenceWords = (locale: Locale): EvidenceWords => WORDS[locale];
