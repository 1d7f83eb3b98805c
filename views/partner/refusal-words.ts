import type { Refusal } from "../../domain/commands.ts";
import type { Localized } from "../../domain/content.ts";

interface Words {
  readonly title: string;
  readonly body: string;
}

const words = (de: Words, en: Words): Localized<Words> => ({ de, en });

const moved = words(
  {
    title: "Das hat sich inzwischen geändert",
    body: "Jemand anderes war schneller, oder Sie haben die Seite noch in einem zweiten Fenster offen. Es wurde nichts doppelt gespeichert. Auf der aktuellen Seite sehen Sie den Stand.",
  },
  {
    title: "This has changed in the meantime",
    body: "Somebody else was faster, or you have the page open in a second window. Nothing was saved twice. The current page shows how things stand.",
  },
);

const notHere = words(
  {
    title: "Das geht auf dieser Seite nicht",
    body: "Bitte wenden Sie sich an Ihre Ansprechperson; sie kann Ihnen weiterhelfen.",
  },
  {
    title: "This cannot be done on this page",
    body: "Please write to your partner manager, who can help you.",
  },
);

const notYours = words(
  {
    title: "Das ist nicht für Sie",
    body: "Dieser Teil gehört zu einer anderen Person Ihres Unternehmens. Auf Ihrer eigenen Seite finden Sie, was für Sie vorgesehen ist.",
  },
  {
    title: "This is not for you",
    body: "This part belongs to another person of your company. Your own page shows what is meant for you.",
  },
);

const incomplete = words(
  {
    title: "Es fehlt noch eine Angabe",
    body: "Bitte gehen Sie zurück, ergänzen Sie das Formular und senden Sie es noch einmal.",
  },
  { title: "Something is still missing", body: "Please go back, complete the form and send it again." },
);

const noRoom = words(
  {
    title: "Eine weitere Verlängerung ist nicht möglich",
    body: "Sprechen Sie mit Ihrer Ansprechperson, wenn das Geschäft mehr Zeit braucht.",
  },
  {
    title: "It cannot be extended any further",
    body: "Talk to your partner manager if the deal needs more time.",
  },
);

/** What a refusal means to the partner, and what to do. Every kind has its words. */
export const REFUSAL_WORDS: Record<Refusal["kind"] | "no_such_onboarding", Localized<Words>> = {
  onboarding_closed: words(
    {
      title: "Dieses Onboarding ist beendet",
      body: "Es kann nichts mehr eingegeben werden. Auf Ihrer Seite sehen Sie, was geschehen ist.",
    },
    {
      title: "This onboarding has ended",
      body: "Nothing can be entered any more. Your page shows what has happened.",
    },
  ),
  on_hold: words(
    {
      title: "Ihr Onboarding ruht im Moment",
      body: "Solange es ruht, kann nichts eingegeben werden. Ihre Fristen verlängern sich um die Dauer der Pause.",
    },
    {
      title: "Your onboarding is on hold at the moment",
      body: "While it is, nothing can be entered. Your deadlines move by the length of the break.",
    },
  ),
  stage_not_open: words(
    {
      title: "Dieser Schritt ist gerade nicht offen",
      body: "Er ist schon erledigt oder noch nicht an der Reihe. Es wurde nichts geändert.",
    },
    {
      title: "This step is not open right now",
      body: "It is done already, or it is not its turn yet. Nothing was changed.",
    },
  ),
  agreement_not_opened: words(
    {
      title: "Bitte lesen Sie zuerst den Vertrag",
      body: "Öffnen Sie sie auf der Seite; danach können Sie unterschreiben.",
    },
    { title: "Please read the agreement first", body: "Open it on the page; after that you can sign." },
  ),
  agreement_changed: words(
    {
      title: "Der Vertrag wurde ersetzt",
      body: "Seit Sie die Seite geöffnet haben, gibt es eine neue Fassung. Bitte lesen Sie diese; Ihre Unterschrift wurde nicht übernommen.",
    },
    {
      title: "The agreement was replaced",
      body: "There is a new version since you opened the page. Please read that one; your signature was not taken.",
    },
  ),
  agreement_not_ready: words(
    {
      title: "Ihr Vertrag wird gerade vorbereitet",
      body: "Das dauert selten länger als eine Minute. Laden Sie die Seite gleich noch einmal.",
    },
    {
      title: "Your agreement is being prepared",
      body: "This rarely takes more than a minute. Load the page again shortly.",
    },
  ),
  cooling_down: words(
    {
      title: "Noch etwas Geduld",
      body: "Der nächste Versuch ist noch nicht freigegeben. Auf Ihrer Seite sehen Sie, ab wann.",
    },
    { title: "A little patience", body: "The next attempt is not open yet. Your page shows from when on." },
  ),
  no_attempts_left: words(
    {
      title: "Alle Versuche sind aufgebraucht",
      body: "Ihre Ansprechperson weiß Bescheid und kann einen weiteren Versuch freigeben.",
    },
    {
      title: "All attempts have been used",
      body: "Your partner manager knows and can grant another attempt.",
    },
  ),
  already_passed: words(
    { title: "Sie haben diese Prüfung schon bestanden", body: "Sie müssen nicht noch einmal antreten." },
    { title: "You have passed this exam already", body: "There is no need to sit it again." },
  ),
  unknown_attempt: words(
    {
      title: "Dieser Prüfungsversuch ist vorbei",
      body: "Er wurde schon abgegeben oder seine Zeit ist abgelaufen. Das Ergebnis sehen Sie auf Ihrer Seite.",
    },
    {
      title: "This attempt is over",
      body: "It was handed in already, or its time has run out. Your page shows the result.",
    },
  ),
  deal_exists: words(
    {
      title: "Es läuft schon eine Anmeldung",
      body: "Ihr Unternehmen hat bereits ein Geschäft angemeldet. Auf der Seite sehen Sie, wie es steht.",
    },
    {
      title: "A registration is under way already",
      body: "Your company has registered a deal. The page shows how it stands.",
    },
  ),
  field_not_open: words(
    {
      title: "Nur die offenen Felder können geändert werden",
      body: "Bitte gehen Sie zurück und ändern Sie nur, wonach wir gefragt haben.",
    },
    {
      title: "Only the open fields can be changed",
      body: "Please go back and change only what we asked about.",
    },
  ),
  extension_pending: words(
    {
      title: "Ihre Bitte um Verlängerung liegt schon vor",
      body: "Sie wird gerade geprüft. Bis zur Antwort gilt der bisherige Schutz weiter.",
    },
    {
      title: "We already have your request for an extension",
      body: "It is being looked at. Until we answer, your present protection stays as it is.",
    },
  ),
  same_person: words(
    {
      title: "Das sind Sie selbst",
      body: "Bitte nennen Sie eine andere Person, oder machen Sie diesen Schritt selbst.",
    },
    { title: "That is yourself", body: "Please name somebody else, or take this step yourself." },
  ),
  attempt_running: moved,
  already_decided: moved,
  not_under_review: moved,
  no_deal: moved,
  deal_over: moved,
  no_duplicates: moved,
  not_protected: moved,
  no_such_onboarding: moved,
  no_extensions_left: noRoom,
  not_yours: notYours,
  unknown_contact: notYours,
  unknown_track: notYours,
  unknown_module: notYours,
  check_failed: incomplete,
  name_missing: incomplete,
  not_authorized: incomplete,
  no_consent: incomplete,
  deal_invalid: incomplete,
  fields_missing: incomplete,
  reason_missing: incomplete,
  not_on_hold: notHere,
  stages_left: notHere,
  not_signed: notHere,
  attempts_left: notHere,
  unknown_certificate: notHere,
  no_extension_pending: notHere,
  deadline_in_past: notHere,
};
