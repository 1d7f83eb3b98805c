import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Authority } from "./authority.ts";
import type { Deployment } from "./deployment.ts";
import { readFunctions } from "./function-settings.ts";
import type { FunctionSettings } from "./function-settings.ts";
import { routesOf } from "./http-api.ts";
import type { NeededAction } from "./needed-actions.ts";
import type { Recorder } from "./recorder.ts";
import { covers } from "./role-policy.ts";

/** What a run of stories has shown about the template; each line names a function and what it is about. */
export interface Proof {
  /** Calls that a role did not allow. */
  readonly denied: readonly string[];
  /** `<function> <action> <resource>`: allowed, and never used. */
  readonly unusedGrants: readonly string[];
  /** `<function> <variable>`: given, and not mentioned in the bundle. */
  readonly unusedVariables: readonly string[];
  /** Routes that no story took. */
  readonly unusedRoutes: readonly string[];
}

interface ProofOptions {
  readonly deployment: Deployment;
  readonly authority: Authority;
  readonly recorder: Recorder;
}

const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, "");

/** An ARN as the id of its resource in the template, without what makes that unique, and what comes after it. */
function resourceNames({ resources }: Deployment): (arn: string) => string {
  const known = resources.flatMap(({ logicalId, attributes, ref }) =>
    [attributes["StreamArn"] ?? "", attributes["Arn"] ?? "", ref]
      .filter((arn) => arn.startsWith("arn:"))
      .map((arn) => ({
        arn,
        name: withoutHash(logicalId) + (arn === attributes["StreamArn"] ? "/stream" : ""),
      })),
  );
  const longestFirst = known.toSorted((one, other) => other.arn.length - one.arn.length);
  return (arn) => {
    const found = longestFirst.find((each) => arn.startsWith(each.arn));
    return found ? found.name + arn.slice(found.arn.length) : arn;
  };
}

function usedBy({ recorder }: ProofOptions): ReadonlyMap<string, readonly NeededAction[]> {
  const used = new Map<string, Map<string, NeededAction>>();
  for (const { caller, needed, denied } of recorder.of("call")) {
    if (denied.length > 0) continue;
    const own = used.get(caller) ?? new Map<string, NeededAction>();
    used.set(caller, own);
    for (const need of needed) own.set(`${need.action} ${need.resource}`, need);
  }
  return new Map([...used].map(([caller, own]) => [caller, [...own.values()]]));
}

function unusedGrants(options: ProofOptions): readonly string[] {
  const nameOf = resourceNames(options.deployment);
  const used = usedBy(options);
  return options.authority.holders.flatMap(({ name, statements }) => {
    const needs = used.get(name) ?? [];
    return statements
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action, Resource }) =>
        Action.flatMap((action) => Resource.map((resource) => ({ Action: [action], Resource: [resource] }))),
      )
      .filter((grant) => !needs.some((need) => covers(grant, need)))
      .map((grant) => `${withoutHash(name)} ${grant.Action[0]} ${nameOf(grant.Resource[0] ?? "")}`);
  });
}

function deniedCalls({ deployment, recorder }: ProofOptions): readonly string[] {
  const nameOf = resourceNames(deployment);
  return recorder
    .of("call")
    .flatMap(({ caller, denied }) =>
      denied.map(({ action, resource }) => `${withoutHash(caller)} ${action} ${nameOf(resource)}`),
    );
}

/** Everything in a bundle that could mention a variable. */
const codeOf = ({ folder }: FunctionSettings): string =>
  readdirSync(folder)
    .filter((file) => /\.m?js$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");

function unusedVariables({ deployment }: ProofOptions): readonly string[] {
  return readFunctions(deployment).flatMap((one) => {
    const code = codeOf(one);
    return Object.keys(one.variables)
      .filter((variable) => !new RegExp(`\\b${variable}\\b`).test(code))
      .map((variable) => `${one.label} ${variable}`);
  });
}

function unusedRoutes({ deployment, recorder }: ProofOptions): readonly string[] {
  const taken = new Set(recorder.of("http").map(({ route }) => route));
  return [...routesOf(deployment).keys()].filter((route) => !taken.has(route));
}

const sorted = (lines: readonly string[]): readonly string[] => [...new Set(lines)].toSorted();

export const proofOf = (options: ProofOptions): Proof => ({
  denied: sorted(deniedCalls(options)),
  unusedGrants: sorted(unusedGrants(options)),
  unusedVariables: sorted(unusedVariables(options)),
  unusedRoutes: sorted(unusedRoutes(options)),
});
