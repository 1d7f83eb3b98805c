/** What few visits come to: one file, because each more costs its share at every start. */
export { showCertificate, showCredential } from "./certificates.ts";
export { askHandOver, handOver } from "./hand-over.ts";
export { endedPage } from "../../views/partner/ended-page.ts";
export { refusalPage } from "../../views/partner/refusal-page.ts";
