import type { CloudAssembly, StackTemplate } from "./cloud-assembly.ts";
import { resolverFor, UnknownInTemplate } from "./intrinsics.ts";
import { ACCOUNT, PARTITION, physicalIds, REGION, URL_SUFFIX } from "./physical-ids.ts";
import type { PhysicalIds } from "./physical-ids.ts";

/** A resource of the template, all of its functions worked out. */
export interface Resource extends PhysicalIds {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The stacks as CloudFormation would have made them. */
export interface Deployment {
  readonly resources: readonly Resource[];
  readonly ofType: (...types: readonly string[]) => readonly Resource[];
  /** The one that has this Ref, ARN or other attribute. */
  readonly byId: (id: string) => Resource | undefined;
  readonly output: (stack: string, name: string) => string | undefined;
  readonly assetFolder: CloudAssembly["assetFolder"];
}

const PSEUDO: Readonly<Record<string, string | undefined>> = {
  "AWS::Partition": PARTITION,
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
  "AWS::URLSuffix": URL_SUFFIX,
  "AWS::NoValue": undefined,
};

interface Deployed {
  readonly resources: readonly Resource[];
  readonly outputs: ReadonlyMap<string, string>;
}

function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new UnknownInTemplate(`${what} is no text: ${JSON.stringify(value)}`);
}

function deployStack({ name, template }: StackTemplate, exported: Map<string, string>): Deployed {
  const made = new Map<string, Resource | "in_work">();
  const conditions = new Map<string, boolean>();
  const resolve = resolverFor({
    ref(id) {
      if (id === "AWS::StackName") return name;
      if (id === "AWS::StackId")
        return `arn:${PARTITION}:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/0`;
      if (Object.hasOwn(PSEUDO, id)) return PSEUDO[id];
      const parameter = template.Parameters[id];
      return parameter ? parameter.Default : make(id).ref;
    },
    attribute(id, attribute) {
      const value = make(id).attributes[attribute];
      if (value !== undefined) return value;
      throw new UnknownInTemplate(`${id}.${attribute} (${make(id).type}) is not known here`);
    },
    imported(id) {
      const value = exported.get(id);
      if (value !== undefined) return value;
      throw new UnknownInTemplate(`${name} imports ${id}, which no stack before it exports`);
    },
    condition(id) {
      const known = conditions.get(id);
      if (known !== undefined) return known;
      if (!(id in template.Conditions)) throw new UnknownInTemplate(`there is no condition ${id} in ${name}`);
      const holds = resolve(template.Conditions[id]) === true;
      conditions.set(id, holds);
      return holds;
    },
  });

  function make(id: string): Resource {
    const known = made.get(id);
    if (known === "in_work") throw new UnknownInTemplate(`${id} of ${name} needs itself`);
    if (known) return known;
    const given = template.Resources[id];
    if (!given) throw new UnknownInTemplate(`there is no ${id} in ${name}`);
    made.set(id, "in_work");
    const properties = resolve(given.Properties);
    const named = { stack: name, logicalId: id, type: given.Type, properties: Object(properties) };
    const resource: Resource = { ...named, ...physicalIds(named) };
    made.set(id, resource);
    return resource;
  }

  const holds = ({ Condition }: { Condition?: string | undefined }): boolean =>
    Condition === undefined || resolve({ Condition }) === true;
  const resources = Object.entries(template.Resources).flatMap(([id, given]) =>
    holds(given) ? [make(id)] : [],
  );
  const outputs = new Map<string, string>();
  for (const [id, output] of Object.entries(template.Outputs)) {
    if (!holds(output)) continue;
    const value = textOf(resolve(output.Value), `the output ${id} of ${name}`);
    outputs.set(`${name}/${id}`, value);
    if (output.Export) exported.set(textOf(resolve(output.Export.Name), "an export"), value);
  }
  return { resources, outputs };
}

/** Works out every stack of an assembly. What it does not know in a template is refused by name. */
export function deploy({ stacks, assetFolder }: CloudAssembly): Deployment {
  const exported = new Map<string, string>();
  const done = stacks.map((stack) => deployStack(stack, exported));
  const resources = done.flatMap((stack) => stack.resources);
  const outputs = new Map(done.flatMap((stack) => [...stack.outputs]));
  const byId = new Map<string, Resource>();
  for (const resource of resources) {
    for (const id of [resource.ref, ...Object.values(resource.attributes)]) {
      if (!byId.has(id)) byId.set(id, resource);
    }
  }
  return {
    resources,
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    byId: (id) => byId.get(id),
    output: (stack, name) => outputs.get(`${stack}/${name}`),
    assetFolder,
  };
}
