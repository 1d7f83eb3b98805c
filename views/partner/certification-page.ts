import type { Localized } from "../../domain/content.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import { trackOf } from "../../domain/program.ts";
import type { Track } from "../../domain/program.ts";
import { longDate, moment, moreThanWhen, percent, relativeTime } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { examStart } from "./exam-edges.ts";
import { arrowIcon, checkIcon } from "./icons.ts";
import { atAGlance, partnerPage } from "./partner-page.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly title: string;
  readonly lead: string;
  readonly goOn: string;
  readonly running: (when: string) => string;
  readonly timeUp: string;
  readonly notYet: string;
  readonly score: (score: string, mark: string) => string;
  readonly cooling: (when: string) => string;
  readonly readAgain: string;
  readonly exhausted: string;
  readonly exhaustedBody: string;
  readonly passed: string;
  readonly passedWith: (score: string, date: string) => string;
  readonly certificate: string;
  readonly certificateSoon: string;
  readonly expired: (date: string) => string;
  readonly revoked: string;
  readonly waived: string;
  readonly waivedBody: string;
  readonly waiting: string;
  readonly none: string;
  readonly noneLead: string;
}> = {
  de: {
    title: "Ihre Prüfung",
    lead: "Mit der Prüfung zeigen Sie, dass Sie Kunden sicher beraten. Wer besteht, erhält ein Zertifikat auf den eigenen Namen.",
    goOn: "Prüfung fortsetzen",
    running: (when) => `Ihre Prüfung läuft noch bis ${when}. Ihre gespeicherten Antworten sind noch da.`,
    timeUp:
      "Die Prüfungszeit ist vorbei. Geben Sie jetzt ab; gewertet wird, was Sie bis dahin gespeichert haben.",
    notYet: "Noch nicht bestanden",
    score: (score, mark) => `${score} richtig; nötig sind ${mark}.`,
    cooling: (when) =>
      `Der nächste Versuch ist möglich ${when}. Nutzen Sie die Zeit, um die Lektionen noch einmal zu lesen.`,
    readAgain: "Sie können es gleich noch einmal versuchen.",
    exhausted: "Alle Versuche sind aufgebraucht",
    exhaustedBody:
      "Wir haben Ihre Ansprechperson informiert. Sie meldet sich bei Ihnen und kann einen weiteren Versuch freigeben.",
    passed: "Bestanden",
    passedWith: (score, date) => `Mit ${score} richtigen Antworten am ${date}. Herzlichen Glückwunsch!`,
    certificate: "Zertifikat ansehen",
    certificateSoon: "Ihr Zertifikat wird gerade ausgestellt.",
    expired: (date) => `Das Zertifikat galt bis ${date}.`,
    revoked: "Das Zertifikat wurde widerrufen.",
    waived: "Diese Prüfung ist Ihnen erlassen",
    waivedBody: "Sie müssen hier nichts tun.",
    waiting:
      "Sobald genug Personen aus Ihrem Unternehmen bestanden haben, geht es mit dem ersten Geschäft weiter.",
    none: "Für Sie ist hier nichts zu tun",
    noneLead: "Diese Prüfung legt jemand anderes aus Ihrem Unternehmen ab.",
  },
  en: {
    title: "Your exam",
    lead: "The exam shows that you can advise customers with confidence. If you pass, you get a certificate in your own name.",
    goOn: "Continue the exam",
    running: (when) => `Your exam runs until ${when}. Your saved answers are still there.`,
    timeUp: "The time is over. Hand in now; what you had saved by then counts.",
    notYet: "Not passed yet",
    score: (score, mark) => `${score} right; ${mark} are needed.`,
    cooling: (when) => `The next attempt opens ${when}. Use the time to read the lessons once more.`,
    readAgain: "You can try again right away.",
    exhausted: "All attempts have been used",
    exhaustedBody: "We have told your partner manager, who will be in touch and can grant another attempt.",
    passed: "Passed",
    passedWith: (score, date) => `With ${score} of the answers right, on ${date}. Congratulations!`,
    certificate: "View the certificate",
    certificateSoon: "Your certificate is being issued.",
    expired: (date) => `The certificate was valid until ${date}.`,
    revoked: "The certificate has been revoked.",
    waived: "You need not take this exam",
    waivedBody: "There is nothing for you to do.",
    waiting: "As soon as enough people of your company have passed, the first deal comes next.",
    none: "There is nothing for you to do here",
    noneLead: "Somebody else of your company sits this exam.",
  },
};

interface OneExam {
  readonly progress: ExamProgress;
  readonly track: Track;
}

function certificateLink(visit: Visit, track: Track): Markup | null {
  const text = say(visit, TEXT);
  const { certifications } = visit.onboarding;
  const mine = certifications.findLast((one) => one.contact === visit.contact.id && one.track === track.id);
  if (!mine) return html`<p>${text.certificateSoon}</p>`;
  switch (mine.state) {
    case "active":
      return html`<p class="actions">
        <a class="button" href="/certificates/${mine.id}">${text.certificate}</a>
      </p>`;
    case "expired":
      return html`<p>${text.expired(longDate(mine.expiresAt, visit.reader))}</p>`;
    case "revoked":
      return html`<p>${text.revoked}</p>`;
  }
}

function coolingDown(
  visit: Visit,
  exam: OneExam,
  until: Extract<ExamProgress, { state: "cooling_down" }>,
): Markup {
  const text = say(visit, TEXT);
  const { reader } = visit;
  const { track } = exam;
  const isOver = reader.now >= until.until;
  const score = text.score(
    percent(until.lastScore, reader.locale),
    percent(track.exam.passMark, reader.locale),
  );
  return html`<div class="notice warn">
      <h3>${text.notYet}</h3>
      <p>${score} ${isOver ? text.readAgain : text.cooling(moreThanWhen(until.until, reader))}</p>
    </div>
    ${isOver ? examStart(visit, exam) : null}`;
}

function stateOf(visit: Visit, exam: OneExam): Markup {
  const { progress, track } = exam;
  const { reader } = visit;
  const text = say(visit, TEXT);
  switch (progress.state) {
    case "ready":
      return examStart(visit, exam);
    case "in_attempt": {
      const isOver = reader.now >= progress.endsAt;
      const words = isOver ? text.timeUp : text.running(moment(progress.endsAt, reader));
      // Also when the stage has closed meanwhile: an attempt that runs may finish.
      return html`<p class="notice warn">${words}</p>
        <p class="actions">
          <a class="button" href="${at(visit, `/exam/${track.id}`)}">${text.goOn} ${arrowIcon}</a>
          <span class="muted">${isOver ? null : relativeTime(progress.endsAt, reader)}</span>
        </p>`;
    }
    case "cooling_down":
      return coolingDown(visit, exam, progress);
    case "exhausted":
      return html`<div class="notice bad">
        <h3>${text.exhausted}</h3>
        <p>${text.exhaustedBody}</p>
      </div>`;
    case "passed":
      return html`<div class="notice good">
          <h3>${checkIcon} ${text.passed}</h3>
          <p>${text.passedWith(percent(progress.score, reader.locale), longDate(progress.at, reader))}</p>
        </div>
        ${certificateLink(visit, track)}`;
    case "waived":
      return html`<div class="notice">
        <h3>${text.waived}</h3>
        <p>${text.waivedBody}</p>
      </div>`;
  }
}

const isOver = ({ progress }: OneExam): boolean => progress.state === "passed" || progress.state === "waived";

/** The exams of this person: what each asks, how it stands, where to go on. */
export function certificationPage(visit: Visit): string {
  const text = say(visit, TEXT);
  const mine = visit.onboarding.exams.flatMap((progress): OneExam[] => {
    const track = trackOf(visit.program, progress.track);
    return progress.contact === visit.contact.id && track ? [{ progress, track }] : [];
  });
  const none = mine.length === 0;
  const title = none ? text.none : text.title;
  const allOver = mine.every(isOver);
  const open = visit.onboarding.stages.certification.state === "open";
  const part = (exam: OneExam): Markup =>
    html`<section class="section" aria-labelledby="exam-${exam.track.id}">
      <h2 id="exam-${exam.track.id}">${say(visit, exam.track.exam.certificate)}</h2>
      ${stateOf(visit, exam)}
    </section>`;
  const main = html`<h1>${title}</h1>
    <p class="lead">${none ? text.noneLead : text.lead}</p>
    ${allOver ? null : atAGlance(visit)} ${mine.map(part)}
    ${!none && allOver && open ? html`<p class="muted">${text.waiting}</p>` : null}`;
  return partnerPage(visit, { title, main });
}
