import type { Certification } from "../../domain/exam.ts";
import type { Instant } from "../../domain/ids.ts";
import { contactOf } from "../../domain/onboarding.ts";
import { trackOf } from "../../domain/program.ts";
import { acted } from "../act.ts";
import type { Act, DispatchDeps, Scene } from "../act.ts";
import { languageOf } from "./draft-agreement.ts";

/** Open Badges 3.0 times are seconds in the credential and in `nbf`, and must be equal. */
const seconds = (at: Instant): number => Math.floor(at / 1000);
const dateTime = (at: Instant): string => new Date(seconds(at) * 1000).toISOString().replace(".000Z", "Z");

interface Holder {
  readonly name: string;
  readonly identityHash: string;
  readonly salt: string;
}

/**
 * An Open Badges 3.0 AchievementCredential with the claims its JWT proof asks for (section 8.2.4.2 of the
 * specification): the credential itself, and `iss`, `jti`, `nbf`, `sub`, `exp` equal to its own fields.
 */
function credentialOf(
  scene: Scene,
  certification: Certification,
  { holder, baseUrl }: { holder: Holder; baseUrl: string },
): Record<string, unknown> {
  const { vendor, program, onboarding } = scene;
  const track = trackOf(program, certification.track);
  const locale = languageOf(program, contactOf(onboarding, certification.contact)?.locale ?? "en");
  const url = `${baseUrl}/certificates/${certification.id}`;
  const issuer = `${baseUrl}/issuers/${vendor.id}`;
  const subject = `${url}#holder`;
  return {
    "@context": [
      "https://www.w3.org/ns/credentials/v2",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    id: url,
    type: ["VerifiableCredential", "AchievementCredential"],
    name: track?.exam.certificate[locale],
    issuer: { id: issuer, type: ["Profile"], name: vendor.name },
    validFrom: dateTime(certification.issuedAt),
    validUntil: dateTime(certification.expiresAt),
    credentialStatus: { id: `${baseUrl}/status/${vendor.id}`, type: "1EdTechRevocationList" },
    credentialSubject: {
      id: subject,
      type: ["AchievementSubject"],
      identifier: [
        { type: "IdentityObject", identityHash: holder.name, identityType: "name", hashed: false },
        {
          type: "IdentityObject",
          identityHash: `sha256$${holder.identityHash}`,
          identityType: "emailAddress",
          hashed: true,
          salt: holder.salt,
        },
      ],
      achievement: {
        id: `${issuer}/achievements/${program.id}/${certification.track}`,
        type: ["Achievement"],
        achievementType: "Certification",
        inLanguage: locale,
        name: track?.exam.certificate[locale],
        description: track?.summary[locale],
        criteria: { narrative: track?.exam.criteria[locale] },
      },
    },
    iss: issuer,
    jti: url,
    sub: subject,
    nbf: seconds(certification.issuedAt),
    exp: seconds(certification.expiresAt),
  };
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Signs the certificate's verifiable credential and keeps it for its public page. */
export const issueCredential =
  ({ onboardings, credentials, hmac, baseUrl }: DispatchDeps): Act<"issue_credential"> =>
  async ({ certificate }, scene) => {
    const certification = scene.onboarding.certifications.find((item) => item.id === certificate);
    if (!certification) throw new Error(`${scene.id}: certificate ${certificate} is unknown`);
    const person = await onboardings.record(scene.id, "person", certification.contact);
    if (!person) return acted("the person was erased");
    // Derived, so that a repeat makes the same credential.
    const salt = hmac("erasable", certificate).slice(0, 16);
    const identityHash = await sha256Hex(person.email.toLowerCase() + salt);
    const holder = { name: person.name, identityHash, salt };
    const jwt = await credentials.sign(credentialOf(scene, certification, { holder, baseUrl }));
    await onboardings.putRecord(scene.id, {
      kind: "credential",
      key: certificate,
      value: { jwt, holder: person.name },
    });
    return acted(certificate);
  };
