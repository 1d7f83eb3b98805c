/** What a visit of this stage needs, in one file: it is loaded with the first of them. */
export { completeModule, showModule } from "./modules.ts";
export { showTraining } from "./show-training.ts";
