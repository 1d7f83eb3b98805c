import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readCloudAssembly } from "../stack/cloud-assembly.ts";
import { deploy } from "../stack/deployment.ts";
import type { Deployment, Resource } from "../stack/deployment.ts";
import { readFunctions } from "../stack/function-settings.ts";
import type { FunctionSettings } from "../stack/function-settings.ts";
import { synthesize } from "../stack/synthesize.ts";

export interface Stacks {
  readonly deployment: Deployment;
  /** The functions by the name of their folder. */
  readonly functions: ReadonlyMap<string, FunctionSettings>;
  readonly settings: (name: string) => FunctionSettings;
  readonly lambda: (name: string) => Resource;
  /** The folder's name of the function with this Ref or ARN. */
  readonly nameOf: (id: string) => string;
  readonly only: (type: string) => Resource;
  /** A resource as the template has it, nothing worked out. */
  readonly raw: (resource: Resource) => RawResource;
  /** The ids of cdk-nag's findings that were acknowledged. */
  readonly acknowledged: readonly string[];
  readonly remove: () => Promise<void>;
}

const rawSchema = z.object({
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
type RawResource = z.infer<typeof rawSchema>;

const metadataSchema = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.unknown() })));

/** Synthesizes with this context, findings included: throws when there is one. */
export async function synthesizeStacks(context: Readonly<Record<string, string>>): Promise<Stacks> {
  const { folder, remove } = await synthesize(context);
  const assembly = readCloudAssembly(folder);
  const deployment = deploy(assembly);
  const functions = new Map(
    readFunctions(deployment).map((settings) => [
      settings.variables["POWERTOOLS_SERVICE_NAME"] ?? "",
      settings,
    ]),
  );
  const settings = (name: string) => found(functions.get(name), name);
  return {
    deployment,
    functions,
    settings,
    lambda: (name) => found(deployment.byId(settings(name).arn), name),
    nameOf(id) {
      const { ref } = found(deployment.byId(id), id);
      return found(
        [...functions].find(([, { name }]) => name === ref),
        id,
      )[0];
    },
    only(type) {
      const [one, ...others] = deployment.ofType(type);
      if (others.length > 0) throw new Error(`There are ${others.length + 1} of ${type}`);
      return found(one, type);
    },
    raw({ stack, logicalId }) {
      const { template } = assembly.stacks.find(({ name }) => name === stack) ?? {};
      return rawSchema.parse(template?.Resources[logicalId]);
    },
    acknowledged: assembly.stacks.flatMap(({ name }) =>
      acknowledgedIn(join(folder, `${name}.metadata.json`)),
    ),
    remove,
  };
}

function acknowledgedIn(file: string): readonly string[] {
  const metadata = metadataSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return Object.values(metadata)
    .flat()
    .filter(({ type }) => type === "aws:cdk:acknowledged-rules")
    .flatMap(({ data }) => Object.keys(z.record(z.string(), z.string()).parse(data)))
    .map((id) => id.replace(/^.*::(?=AwsSolutions-|Serverless-)/, ""));
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}`);
  return value;
}
