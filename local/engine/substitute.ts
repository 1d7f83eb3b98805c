import { EngineError } from "./engine-error.ts";

/** Puts values for `${Name}`, as CDK's `definitionSubstitutions` does. Throws InvalidDefinition for missing and unused ones. */
export function substitute(definition: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const missing = new Set<string>();
  const text = definition.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) missing.add(name);
    else used.add(name);
    return value === undefined ? placeholder : JSON.stringify(value).slice(1, -1);
  });
  const unused = Object.keys(values).filter((name) => !used.has(name));
  const problems = [
    ...[...missing].map((name) => `no substitution is given for \${${name}}`),
    ...unused.map((name) => `the substitution ${name} is not used`),
  ];
  if (problems.length > 0) throw new EngineError("InvalidDefinition", problems.join("; "));
  return text;
}
