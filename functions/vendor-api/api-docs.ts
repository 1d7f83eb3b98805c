import { Hono } from "hono";
import { docsPage } from "../../views/docs/docs-page.ts";
import { docsStyle } from "../../views/docs/docs-style.ts";
import { errorsPage } from "../../views/docs/errors-page.ts";
import { asset } from "../asset.ts";
import { PROBLEMS } from "../problem-catalog.ts";
import { openapi } from "./openapi.ts";

/** The API's documentation, for machines and for people. */
export function apiDocs(baseUrl: string): Hono {
  const app = new Hono();
  const api = openapi(baseUrl);
  app.get("/openapi.json", (c) => c.json(api, 200, { "Cache-Control": "public, max-age=300" }));
  app.get("/docs", (c) => c.html(docsPage(api)));
  app.get("/docs/errors", (c) => c.html(errorsPage(PROBLEMS)));
  app.get("/docs/style.css", asset(docsStyle, "text/css"));
  return app;
}
