/** What a visit of this stage needs, in one file: it is loaded with the first of them. */
export { askCorrection, changeDealStage, correctDeal, newDeal, registerDeal } from "./deal.ts";
export { actWithReason, askReason } from "./reasons.ts";
export { showFirstDeal } from "./show-first-deal.ts";
