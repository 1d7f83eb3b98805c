/** A JSON Schema, as far as the documentation draws it. */
export interface SchemaPart {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly required?: readonly string[];
  readonly items?: SchemaPart;
  readonly anyOf?: readonly SchemaPart[];
}

export interface SchemaRow {
  /** `people[].exams[].state` */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

const isNull = ({ type }: SchemaPart): boolean => type === "null";

function typeOf(schema: SchemaPart): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  return schema.format ?? schema.type ?? "anything";
}

const children = (schema: SchemaPart): SchemaPart => schema.anyOf?.find((part) => !isNull(part)) ?? schema;

/** One row for each field, those within others after them. */
export function schemaRows(schema: SchemaPart, prefix = ""): readonly SchemaRow[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, part]) => {
    const path = `${prefix}${name}`;
    const inner = children(part);
    const row: SchemaRow = {
      path,
      type: typeOf(part),
      required: required.includes(name),
      description: part.description ?? "",
    };
    const within = inner.items
      ? schemaRows(children(inner.items), `${path}[].`)
      : schemaRows(inner, `${path}.`);
    return [row, ...within];
  });
}
