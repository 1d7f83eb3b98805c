import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const json = z.record(z.string(), z.unknown());

const resourceSchema = z.object({
  Type: z.string(),
  Properties: json.default({}),
  Condition: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  DeletionPolicy: z.string().optional(),
});

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Conditions: json.default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Export: z.object({ Name: z.unknown() }).optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
});

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({
          templateFile: z.string(),
          stackName: z.string(),
          file: z.string(),
        })
        .partial()
        .default({}),
      dependencies: z.array(z.string()).default([]),
    }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type Template = z.infer<typeof templateSchema>;

export interface StackTemplate {
  readonly name: string;
  readonly template: Template;
}

/** What `cdk synth` left in a folder: the stacks, each after those it needs, and where assets lie. */
export interface CloudAssembly {
  readonly stacks: readonly StackTemplate[];
  /** The folder of an asset by its key in the assets bucket. */
  readonly assetFolder: (key: string) => string;
}

const read = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));

type Artifacts = z.infer<typeof manifestSchema>["artifacts"];

function inOrder(artifacts: Artifacts): readonly string[] {
  const ordered = new Set<string>();
  const visit = (id: string): void => {
    if (ordered.has(id)) return;
    for (const needed of artifacts[id]?.dependencies ?? []) visit(needed);
    ordered.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...ordered];
}

export function readCloudAssembly(folder: string): CloudAssembly {
  const { artifacts } = manifestSchema.parse(read(folder, "manifest.json"));
  const paths = new Map<string, string>();
  const stacks: StackTemplate[] = [];
  for (const id of inOrder(artifacts)) {
    const { type, properties } = artifacts[id] ?? { type: "", properties: {} };
    if (type === "cdk:asset-manifest" && properties.file !== undefined) {
      for (const { source, destinations } of Object.values(
        assetsSchema.parse(read(folder, properties.file)).files,
      )) {
        for (const { objectKey } of Object.values(destinations)) paths.set(objectKey, source.path);
      }
    }
    if (type === "aws:cloudformation:stack" && properties.templateFile !== undefined) {
      const template = templateSchema.parse(read(folder, properties.templateFile));
      stacks.push({ name: properties.stackName ?? id, template });
    }
  }
  return {
    stacks,
    assetFolder(key) {
      const path = paths.get(key);
      if (path === undefined) throw new Error(`no asset has the key ${key}`);
      return join(folder, path);
    },
  };
}
