/** What a visit of this stage needs, in one file: it is loaded with the first of them. */
export { openAgreement, showAgreement, signAgreement } from "./agreement.ts";
export { signedPdf, unsignedPdf } from "./documents.ts";
export { actWithReason, askReason } from "./reasons.ts";
export { showContract } from "./show-contract.ts";
