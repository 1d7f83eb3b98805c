import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Metafile } from "esbuild";
import { bundleInto } from "../../infra/bundle-functions.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*"(@aws-sdk\/[^"]+)"/g;

export interface Bundled {
  readonly file: string;
  /** Of all its files. */
  readonly bytes: number;
  /** Of those that are loaded at the start. */
  readonly bytesAtStart: number;
}

/** A function as it is deployed, and a bundle of the SDK's clients and commands that it uses and nothing else. */
export interface BothBundles {
  readonly ours: Bundled;
  readonly sdk: Bundled;
}

/** Names our sources import from each package of the SDK, types aside. */
function importedFromSdk(sources: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const packages = new Map<string, Set<string>>();
  for (const source of sources) {
    for (const [, names = "", from = ""] of readFileSync(join(ROOT, source), "utf8").matchAll(IMPORT)) {
      const values = names.split(",").map((name) => name.trim());
      const known = packages.get(from) ?? new Set<string>();
      for (const value of values) if (value !== "" && !value.startsWith("type ")) known.add(value);
      packages.set(from, known);
    }
  }
  return packages;
}

/** An output and what it imports, without what is imported only by `import()`. */
function withImported(path: string, outputs: Metafile["outputs"], known: Set<string>): ReadonlySet<string> {
  if (known.has(path)) return known;
  known.add(path);
  for (const { path: next, kind } of outputs[path]?.imports ?? [])
    if (kind === "import-statement" && outputs[next]) withImported(next, outputs, known);
  return known;
}

function measured(folder: string, { outputs }: Metafile): Bundled {
  const bytesOf = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  const start = Object.keys(outputs).find((path) => path.endsWith("handler.mjs")) ?? "";
  return {
    file: join(folder, "handler.mjs"),
    bytes: bytesOf(Object.keys(outputs)),
    bytesAtStart: bytesOf(withImported(start, outputs, new Set())),
  };
}

/** A module that names the clients and commands and does nothing with them. */
function sdkOnly(packages: ReadonlyMap<string, ReadonlySet<string>>): string {
  const imports = [...packages].map(([from, names]) => `import { ${[...names].join(", ")} } from "${from}";`);
  const all = [...packages.values()].flatMap((names) => [...names]);
  return `${imports.join("\n")}\nexport const handler = () => [${all.join(", ")}];\n`;
}

/** Bundles both into that folder; `sdk` is `null` where the function uses no client. */
export async function bundleBoth(
  name: string,
  folder: string,
): Promise<{ readonly ours: Bundled; readonly sdk: Bundled | null }> {
  const [own, other] = [join(folder, name), join(folder, `${name}.sdk`)];
  const { metafile } = await bundleInto(own, { entryPoints: [`functions/${name}/handler.ts`] });
  const sources = Object.keys(metafile.inputs).filter((path) => !path.includes("node_modules"));
  const packages = importedFromSdk(sources);
  const ours = measured(own, metafile);
  if (packages.size === 0) return { ours, sdk: null };
  const sdk = await bundleInto(other, { stdin: { contents: sdkOnly(packages), resolveDir: ROOT } });
  return { ours, sdk: measured(other, sdk.metafile) };
}
