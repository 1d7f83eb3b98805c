import { layout } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { CONSOLE_SCRIPT_HREF } from "./script.ts";
import { CONSOLE_SHEET } from "./style.ts";

const entryPage = (title: string, inside: Markup): string =>
  layout({
    surface: "console",
    locale: "en",
    title: `${title} · Partner onboarding`,
    brand: null,
    main: html`<section class="sheet sign-in">
      <div class="inside">
        <h1>${title}</h1>
        ${inside}
      </div>
    </section>`,
    sheet: CONSOLE_SHEET,
    scripts: [CONSOLE_SCRIPT_HREF],
  });

interface LocalSignIn {
  /** Where to go afterward. */
  readonly to: string;
  readonly problem: string | null;
}

/** The script fills in the secret of a one-time link; without it, the secret is pasted. */
export const localSignInPage = ({ to, problem }: LocalSignIn): string =>
  entryPage(
    "Sign in to the console",
    html`${problem ? html`<p class="said-no" role="alert">${problem}</p>` : null}
      <p>
        Open a one-time link, or paste its last part, after the <code>#</code>.
        <code>npm run console-link</code>
        makes a new one.
      </p>
      <form method="post" action="/console/sign-in" data-sign-in>
        <input type="hidden" name="to" value="${to}" />
        <div class="field">
          <label for="secret">One-time code</label
          ><input id="secret" name="secret" type="password" autocomplete="off" required maxlength="500" />
        </div>
        <div class="actions"><button class="button">Sign in</button></div>
      </form>`,
  );

interface ProviderSignIn {
  readonly to: string;
  readonly problem: string | null;
}

export const providerSignInPage = ({ to, problem }: ProviderSignIn): string =>
  entryPage(
    "Sign in to the console",
    html`${problem ? html`<p class="said-no" role="alert">${problem}</p>` : null}
      <p>You sign in with your company’s account.</p>
      <div class="actions">
        <a class="button" href="/console/sign-in/start?to=${encodeURIComponent(to)}">Go to sign-in</a>
      </div>`,
  );

/** Shown for a moment on the way in from another site: the next request is our own and carries the session. */
export const onTheWayPage = (to: string): string =>
  entryPage("One moment", html`<p><a href="${to}">Go on to the console</a></p>`);

/** For everything that is not there or not allowed. */
export const messagePage = (title: string, text: string): string =>
  entryPage(
    title,
    html`<p>${text}</p>
      <div class="actions"><a class="button quiet" href="/console">To what needs me</a></div>`,
  );
