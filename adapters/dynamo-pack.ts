import { deflateSync, inflateSync } from "node:zlib";

/**
 * What our JSON is mostly made of, so that it packs well below the 1 KB one write unit pays for. What was packed can
 * be read only with the same bytes: never change them.
 */
export const PACK_DICTIONARY = Buffer.from(
  `{"effects":[{"key":"1.0.0","effect":{"kind":"start_workflow","n":1},"effect":{"kind":"draft_agreement"file_agreement"publish_revocation"
"issue_credential","certificate":"{"kind":"mail","mail":"contract_step","to":"manager","stage":"contract"training_step","stage":"training"
certification_step","stage":"certification"first_deal_step","stage":"first_deal"reminder"agreement_copy"deal_review_request"
onboarding_completed"certificate_issued","to":"c1","stage":null,"event":"1.0"}{"kind":"resume_workflow"}{"kind":"webhook","event":"1.0"},
"state":"claimed","dueAt":17,"attempts":1,"createdAt":17,"settledAt":null,"outcome":null,"lastError":null,"claimedUntil":17},"state":"done",
"dueAt":17,"attempts":1,"createdAt":17,"settledAt":17,"outcome":"0107019-000000","lastError":null,"claimedUntil":null},"state":"due",
"dueAt":17,"attempts":0,"createdAt":17,"settledAt":null,"outcome":null,"lastError":null,"claimedUntil":null},{"key":"],"terms":{"at":17,
"touched":[{"term":"name:","source":""},{"term":"ref:","source":""},{"term":"mail:.example@","source":"person/c1"},
{"term":"deal:domain:","source":"deal/1"},{"term":"deal:name:]}}],"terms":null}
{"questions":[{"id":"q1","options":["a","b","c","d"]}],"jwt":"eyJ","holder":"text":"phone":"+49"
"typedName":"statement":"consent":"ip":"userAgent":"Mozilla/5.0 (AppleWebKit/537.36 (KHTML, like Gecko) Chrome/ Safari/537.36"
"linkId":"mailId":"signedAt":"customerName":"customerDomain":"customerCountry":"customerContact":"need":"value":0,"currency":"EUR"
"targetCloseDate":"202-nextSteps":"{"name":"email":"@.example"}
"type":"onboarding.put_on_hold"onboarding.resumed","shiftedBy":"onboarding.declined"onboarding.withdrawn"onboarding.expired"
"stage.reminded","stage":"stage.overdue"stage.deadline_extended","cause":"operator"vendor_time"stage.waived","reason":"administrative"
"contact.handed_over","from":"contact.added"contact.address_corrected","moved":false,"redraft":false"link.reissued","revision":
"link.resent"email.bounced"agreement.countersignature_overdue"agreement.declined"agreement.expired"certification.failed","coolDownUntil":
"certification.attempt_granted"certification.expired"certification.revoked"deal_registration.viewed"deal_registration.review_overdue"
"deal_registration.action_required","fields":["deal_registration.resubmitted"deal_registration.appealed"deal_registration.rejected"
"deal_registration.expiring"deal_registration.extension_requested"deal_registration.extended"deal_registration.extension_declined"
"deal.stage_changed"deal.won"deal.lost"onboarding.completed"stage.opened"stage.completed"agreement.sent"agreement.opened"
"agreement.signed","countersignBy":null}"agreement.completed","countersigned":false}"training.enrolled"training.module_completed",
"module":"training.completed"certification.admitted","allowed":3"certification.attempt_started","attempt":"endsAt":17
"certification.passed"certification.issued","certificate":"deal_registration.submitted","number":1,"decideBy":17
"deal_registration.approved"{"id":"1.0","at":17,"actor":{"kind":"system","name":"workflow"dispatch"tick"{"kind":"contact","contact":"c1"}
{"kind":"operator","operator":"{"kind":"vendor","webhookId":"msg_"},"event":{"type":"onboarding.started","digests":{"evidence/agreement":
"deal/1":"note/"on_hold"since":17,"declined"withdrawn"expired","during":"redraftedAt":"exhausted"lastScore":0."cooling_down","until":17
"in_attempt","attempt":"waived"equivalent"tested_out"revoked","revokedAt":17"technical_validation"business_validation"committed"lost"
"rule":"same_domain"same_name_and_country"similar_name","record":"looks":1"action_required"mail_bounced"attempts_exhausted
"people_missing"stage_overdue"deal_review_overdue"countersignature_overdue"deal_review"countersignature"extension_request","contact":null}
"signature"distributor"referral"system_integrator"msp"technology"
[{"onboarding":{"id":".","externalPartnerId":"","ordinal":1,"program":{"id":"reseller","version":""},"partner":{"legalName":" GmbH",
"type":"reseller","country":"DE","domain":".example","registrationId":"HRB ","vatId":"DE"},"contacts":[{"id":"c1","locale":"de",
"timeZone":"Europe/Berlin","roles":["signatory","primary","sales"],"bouncedAt":null},{"id":"c2","locale":"en","timeZone":"Europe/Berlin",
"roles":["technical"],"bouncedAt":null}],"startedAt":17,"progress":{"state":"open"},"stages":{"contract":{"state":"pending"},
"training":{"state":"pending"},"certification":{"state":"pending"},"first_deal":{"state":"pending"}},"stages":{"contract":{
"state":"completed","openedAt":17,"at":17},"training":{"state":"open","openedAt":17,"deadline":17,"overdueAt":null,"reminded":{"c1":{
"count":1,"lastAt":17}}},"certification":{"state":"completed","openedAt":17,"agreement":{"state":"draft","signatory":"c1"},"agreement":{
"state":"completed","signatory":"c1","document":{"template":"standard","templateVersion":"1","locale":"de","consentVersion":"1",
"sha256":"","key":"/agreement/unsigned.pdf"},"sentAt":17,"signedAt":17,"countersignBy":17,"late":false,"completedAt":17},"openedAt":17,
"enrollments":[{"state":"enrolled","contact":"c1","track":"sales"},{"state":"in_progress","contact":"c2","track":"technical",
"modules":["{"contact":"c1","track":"sales","state":"completed","at":17}],"exams":[{"state":"ready","contact":"c1","track":"sales",
"attempts":0,"allowed":3},{"contact":"c2","track":"technical","attempts":1,"allowed":3,"state":"passed","at":17,"score":1}],
"certifications":[{"state":"active","id":"","contact":"c1","track":"sales","issuedAt":17,"expiresAt":18}],"deals":[{"review":"submitted",
"number":1,"contact":"c1","stage":"prospect","submittedAt":17,"duplicates":[],"appealed":false,"decideBy":17,"late":false},
{"review":"approved","protectedUntil":17,"approvedAt":17,"extensions":0,"extensionRequestedAt":null,"reminded":false}],"links":{"c1.contract":2}},
"summary":{"id":".","externalPartnerId":"","legalName":"","partnerType":"reseller","country":"DE","program":"reseller",
"status":"in_progress","stage":"contract","startedAt":17,"since":17,"deadline":17,"attention":[{"kind":"stage_overdue","since":17,
"contact":null}],"times":{"contract":{"openedAt":17,"doneAt":17},"training":{"openedAt":null,"doneAt":null},"certification":{
"openedAt":null,"doneAt":null},"first_deal":{"openedAt":null,"doneAt":null}},"firstDealAt":null,"endedAt":null}}`.replaceAll(
    "\n",
    "",
  ),
);

const LEVEL = 9;

/** JSON, compressed. The same text gives the same bytes. */
export const pack = (json: string): Uint8Array =>
  deflateSync(json, { level: LEVEL, dictionary: PACK_DICTIONARY });

export const unpack = (bytes: Uint8Array): string =>
  inflateSync(bytes, { dictionary: PACK_DICTIONARY }).toString();
