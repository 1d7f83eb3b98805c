import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { schemaRows } from "./schema-rows.ts";
import type { SchemaPart } from "./schema-rows.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string | undefined;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

/** Of an OpenAPI document what the pages draw. */
export interface ApiDocument {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, SchemaPart>> };
}

const parameterRow = ({ name, in: place, required, description }: Parameter): Markup =>
  html`<tr>
    <td><code>${name}</code></td>
    <td>${place}${required ? ", required" : ""}</td>
    <td>${description ?? ""}</td>
  </tr>`;

const responseRow = ([status, { description }]: readonly [string, { description: string }]): Markup =>
  html`<tr>
    <td><code>${status}</code></td>
    <td>${description}</td>
  </tr>`;

const operation = (path: string, verb: string, one: Operation): Markup =>
  html`<section>
    <h3 id="${one.operationId}">${one.summary}</h3>
    <p>
      <code><span class="verb">${verb.toUpperCase()}</span> ${path}</code>
    </p>
    <p>${one.description}</p>
    ${
      one.parameters.length === 0
        ? null
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Parameters: ${one.summary}">
            <table>
              <thead>
                <tr>
                  <th scope="col">Parameter</th>
                  <th scope="col">In</th>
                  <th scope="col">Meaning</th>
                </tr>
              </thead>
              <tbody>
                ${one.parameters.map(parameterRow)}
              </tbody>
            </table>
          </div>`
    }
    <div class="scroll" tabindex="0" role="region" aria-label="Answers: ${one.summary}">
      <table>
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(one.responses).map(responseRow)}
        </tbody>
      </table>
    </div>
  </section>`;

export const operations = ({ paths }: ApiDocument): Markup[] =>
  Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, one]) => operation(path, verb, one)),
  );

const schema = (name: string, part: SchemaPart): Markup =>
  html`<details>
    <summary><code>${name}</code></summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Fields of ${name}">
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          ${schemaRows(part).map(
            ({ path, type, required, description }) =>
              html`<tr>
                <td><code>${path}</code>${required ? null : " (optional)"}</td>
                <td>${type}</td>
                <td>${description}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;

export const schemas = ({ components }: ApiDocument): Markup[] =>
  Object.entries(components.schemas).map(([name, part]) => schema(name, part));
