import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The script of the npm package `htmx.org`; a bundle has to bring that file along, below `node_modules`. */
export function htmxText(): string {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve("htmx.org/dist/htmx.min.js"), "utf8");
}
