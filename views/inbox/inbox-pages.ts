import type { Instant } from "../../domain/ids.ts";
import { fingerprint } from "../fingerprint.ts";
import { isoTime, moment, relativeTime } from "../format.ts";
import type { Reader } from "../format.ts";
import { layout } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { inboxStyle } from "./inbox-style.ts";

export interface InboxLine {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly sentAt: Instant;
}

export interface InboxMail extends InboxLine {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

const page = (title: string, main: Markup): string =>
  layout({
    surface: "public",
    locale: "en",
    title,
    brand: null,
    styles: [`/inbox/style.css?v=${fingerprint(inboxStyle)}`],
    main: html`<div class="inbox">${main}</div>`,
  });

const reader = (now: Instant): Reader => ({ locale: "en", timeZone: "UTC", now });

const sentTime = (at: Instant, now: Instant): Markup =>
  html`<time class="muted" datetime="${isoTime(at)}" title="${moment(at, reader(now))}"
    >${relativeTime(at, reader(now))}</time
  >`;

const line = ({ id, to, subject, sentAt }: InboxLine, now: Instant): Markup =>
  html`<li>
    <a href="/inbox/${id}"><bdi>${subject}</bdi></a>
    ${sentTime(sentAt, now)}
    <span class="to muted">to ${to}</span>
  </li>`;

/** `/inbox`: every mail that would have gone out, newest first. `older` is the address of the next page. */
export const inboxPage = (
  mails: readonly InboxLine[],
  { now, older }: { readonly now: Instant; readonly older: string | null },
): string =>
  page(
    "Inbox",
    html`<h1>Inbox</h1>
      <p class="muted">
        This machine has no mail server (SMTP_URL is not set), so mail is kept here instead of being sent.
        Newest first.
      </p>
      ${
        mails.length === 0
          ? html`<p class="notice">No mail yet. Start an onboarding with <code>npm run trigger</code>.</p>`
          : html`<ol>
              ${mails.map((mail) => line(mail, now))}
            </ol>`
      }
      ${older ? html`<p><a href="${older}">Older mail</a></p>` : null}`,
  );

/** `/inbox/:id`: the mail as it looks, in a frame in which nothing runs, and its text part. */
export const inboxMailPage = ({ id, to, subject, sentAt, text, headers }: InboxMail, now: Instant): string =>
  page(
    subject,
    html`<p><a href="/inbox">Inbox</a></p>
      <h1><bdi>${subject}</bdi></h1>
      <p class="muted">To ${to}, ${sentTime(sentAt, now)}</p>
      <iframe
        src="/inbox/${id}/html"
        title="The mail as it looks"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <details>
        <summary>Text part</summary>
        <pre tabindex="0" role="region" aria-label="Text part">${text}</pre>
      </details>
      <details>
        <summary>Headers</summary>
        <dl class="facts">
          ${Object.entries(headers).map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
      </details>`,
  );

export const inboxClosedPage = (): string =>
  page(
    "Sign in first",
    html`<h1>Sign in first</h1>
      <p class="lead">
        The inbox holds links that act for people. Sign in to the console, then open it again.
      </p>
      <p><a class="button" href="/console/sign-in">Sign in to the console</a></p>`,
  );

export const inboxNotAllowedPage = (): string =>
  page(
    "Not allowed",
    html`<h1>Not allowed</h1>
      <p class="lead">
        The inbox holds links that act for people, so it needs the role “operator” or “admin”; yours is
        “viewer”.
      </p>
      <p><a href="/console">Back to the console</a></p>`,
  );

export const inboxGonePage = (): string =>
  page(
    "No such mail",
    html`<h1>No such mail</h1>
      <p>There is no mail at this address. <a href="/inbox">Back to the inbox</a></p>`,
  );
