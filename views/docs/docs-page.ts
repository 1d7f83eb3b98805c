import { fingerprint } from "../fingerprint.ts";
import { layout } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { operations, schemas } from "./api-reference.ts";
import type { ApiDocument } from "./api-reference.ts";
import { docsStyle } from "./docs-style.ts";
import { nodeExample, readExample, SAMPLE_JSON, shellExample } from "./examples.ts";

export const DOCS_STYLE_HREF = `/docs/style.css?v=${fingerprint(docsStyle)}`;

const code = (text: string, label: string): Markup =>
  html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;

const WEBHOOK_ANSWERS: readonly (readonly [string, string])[] = [
  ["202", "Stored: the onboarding has begun, or the one that is open for this partner goes on."],
  ["202 again", "The same webhook-id with the same bytes gets the same answer, however often it comes."],
  ["400", "Not JSON, not UTF-8, with a byte order mark, or nested deeper than 16 levels."],
  ["401", "Unsigned, forged, more than five minutes off, or of an unknown vendor."],
  ["413", "Larger than 64 KiB."],
  ["415", "Not application/json, or another charset than utf-8."],
  ["422", "Fields that are not valid, each with a JSON pointer; or a webhook-id that came with other bytes."],
];

const quickstart = (baseUrl: string): Markup =>
  html`<h2 id="quickstart">Quickstart</h2>
    <p>
      You need your vendor id, a webhook secret and an API key. <code>npm run vendor -- add</code> prints them
      once; a fresh installation on one machine writes those of its demo vendor to
      <code>credentials.json</code>.
    </p>
    <p>Write the partner to <code>partner.json</code>:</p>
    ${code(SAMPLE_JSON, "Sample body")}
    <p>Sign it and send it, from a shell:</p>
    ${code(shellExample(baseUrl), "Example for a shell")}
    <p>Or from Node:</p>
    ${code(nodeExample(baseUrl), "Example for Node")}
    <p>The answer names the onboarding and where to follow it. Then ask how it goes:</p>
    ${code(readExample(baseUrl), "Example of a question")}`;

const webhooks = (): Markup =>
  html`<h2 id="webhooks">What a webhook is answered</h2>
    <p>
      Only 202 means that something was stored; any other answer leaves everything as it was. When no answer
      comes, send the same bytes under the same <code>webhook-id</code> again: it starts one onboarding at
      most.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Answers to webhooks">
      <table>
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          ${WEBHOOK_ANSWERS.map(
            ([status, when]) =>
              html`<tr>
                <td><code>${status}</code></td>
                <td>${when}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p>
      Secrets may overlap: while two are in force, either signs, so a secret is changed without a gap. Besides
      HMAC-SHA256 (<code>v1</code>, <code>whsec_…</code>) we take ed25519 (<code>v1a</code>): then we hold
      only your public key, <code>whpk_…</code>.
    </p>
    <p>
      Events also come to you: give us an https address, and every event of your onboardings is posted there,
      signed in the same way, with ten tries within 76 hours.
    </p>`;

/** `/docs`: from nothing to the first onboarding, then the reference. */
export function docsPage(api: ApiDocument): string {
  const baseUrl = api.servers[0]?.url ?? "";
  return layout({
    surface: "public",
    locale: "en",
    title: "Webhooks and API",
    brand: null,
    styles: [DOCS_STYLE_HREF],
    main: html`<div class="docs">
      <h1>Webhooks and API</h1>
      <p class="lead">
        Your CRM starts an onboarding with one signed webhook. From then on the partner is written to, step by
        step, and you follow the run here.
      </p>
      <nav aria-label="On this page">
        <ul>
          <li><a href="#quickstart">Quickstart</a></li>
          <li><a href="#webhooks">Answers to webhooks</a></li>
          <li><a href="#reference">Reference</a></li>
          <li><a href="#fields">Fields</a></li>
          <li><a href="/docs/errors">Errors</a></li>
          <li><a href="/openapi.json">OpenAPI</a></li>
        </ul>
      </nav>
      ${quickstart(baseUrl)} ${webhooks()}
      <h2 id="reference">Reference</h2>
      <p>
        Questions carry the API key as <code>Authorization: Bearer</code>. Times are ISO 8601 in UTC. Lists
        answer <code>next</code>; send it as <code>cursor</code> for the page after. Errors are
        <a href="/docs/errors">problem details</a>.
      </p>
      ${operations(api)}
      <h2 id="fields">Fields</h2>
      ${schemas(api)}
    </div>`,
  });
}
