import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The script of the npm package `htmx.org`; a bundle has to bring that file along, below `node_modules`. */
export const htmxText = (): string =>
  readFileSync(createRequire(import.meta.url).resolve("htmx.org/dist/htmx.min.js"), "utf8");
