import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";
import { plainMail } from "./plain-mail.ts";
import { SIDE_FILES } from "./side-files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** How everything that runs on Lambda is built: minified ESM, the SDK included. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  legalComments: "none",
  outExtension: { ".js": ".mjs" },
  // CommonJS packages call require for Node's own modules, which an ESM bundle lacks.
  banner: {
    js: "import{createRequire as bundleRequire}from'node:module';const require=bundleRequire(import.meta.url);",
  },
  plugins: [plainMail],
} satisfies BuildOptions;

/**
 * Bundles one entry as `handler.mjs` into a folder of its own. What is imported by `import()` lies in chunks beside it,
 * so that a cold start does not read it: of the SDK, the ways to credentials that Lambda does not need.
 */
export const bundleInto = (folder: string, entry: Pick<BuildOptions, "entryPoints" | "stdin">) =>
  build({ ...BUNDLING, ...entry, entryNames: "handler", splitting: true, outdir: folder, metafile: true });

/** Bundles every function; `<folder>/<name>` is then what Lambda unpacks. */
export async function bundleFunctions(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "onboarding-functions-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const bundle = (name: string) =>
    bundleInto(join(folder, name), { entryPoints: [`functions/${name}/handler.ts`] });
  await Promise.all(functionNames().map(bundle));
  for (const [name, files] of Object.entries(SIDE_FILES)) {
    for (const file of files) copy(join(ROOT, file), join(folder, name, file));
  }
  return folder;
}

function functionNames(): readonly string[] {
  const folder = join(ROOT, "functions");
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "handler.ts")))
    .toSorted();
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { dereference: true });
}
