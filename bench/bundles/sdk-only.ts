import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BUNDLING } from "../../infra/bundle-functions.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*"(@aws-sdk\/[^"]+)"/g;

export interface Bundled {
  readonly file: string;
  readonly bytes: number;
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

function bytesOf(outputs: Readonly<Record<string, { readonly bytes: number }>>): number {
  return Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** A function as it is deployed, and beside it a bundle of the SDK's clients and commands that it uses and nothing else. */
export async function bundleBoth(
  name: string,
  folder: string,
): Promise<{ readonly ours: Bundled; readonly sdk: Bundled | null }> {
  const ours = join(folder, `${name}.mjs`);
  const built = await build({
    ...BUNDLING,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: ours,
    metafile: true,
  });
  const sources = Object.keys(built.metafile.inputs).filter((path) => !path.includes("node_modules"));
  const packages = importedFromSdk(sources);
  const mine = { file: ours, bytes: bytesOf(built.metafile.outputs) };
  if (packages.size === 0) return { ours: mine, sdk: null };
  const file = join(folder, `${name}.sdk.mjs`);
  const imports = [...packages].map(([from, names]) => `import { ${[...names].join(", ")} } from "${from}";`);
  const all = [...packages.values()].flatMap((names) => [...names]);
  const contents = `${imports.join("\n")}\nexport const handler = () => [${all.join(", ")}];\n`;
  const sdk = await build({
    ...BUNDLING,
    stdin: { contents, resolveDir: ROOT, loader: "ts" },
    outfile: file,
    metafile: true,
  });
  return { ours: mine, sdk: { file, bytes: bytesOf(sdk.metafile.outputs) } };
}
