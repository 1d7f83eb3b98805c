/** What a visit of this stage needs, in one file: it is loaded with the first of them. */
export { saveAnswers, startAttempt, submitAttempt } from "./attempt.ts";
export { showExam } from "./exam.ts";
export { showCertification } from "./show-certification.ts";
