/** What a template's functions ask of the place they are resolved in. */
export interface Lookup {
  readonly ref: (logicalId: string) => unknown;
  readonly attribute: (logicalId: string, name: string) => unknown;
  readonly imported: (name: string) => unknown;
  readonly condition: (name: string) => boolean;
}

/** Something in a template that this runner does not know; the message names it. */
export class UnknownInTemplate extends Error {
  override readonly name = "UnknownInTemplate";
}

type Resolve = (value: unknown) => unknown;
type Handler = (argument: unknown, resolve: Resolve, lookup: Lookup) => unknown;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function listOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new UnknownInTemplate(`${name} wants a list, not ${JSON.stringify(value)}`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw new UnknownInTemplate(`${name} wants a text, not ${JSON.stringify(value)}`);
}

function attribute(argument: unknown, lookup: Lookup): unknown {
  const [id, ...rest] =
    typeof argument === "string"
      ? argument.split(".")
      : listOf(argument, "Fn::GetAtt").map((part) => textOf(part, "Fn::GetAtt"));
  return lookup.attribute(id ?? "", rest.join("."));
}

function substitute(argument: unknown, resolve: Resolve, lookup: Lookup): string {
  const [text, given] = typeof argument === "string" ? [argument, {}] : listOf(argument, "Fn::Sub");
  const values = isObject(given) ? given : {};
  return textOf(text, "Fn::Sub").replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in values) return textOf(resolve(values[name]), `Fn::Sub ${name}`);
    const value = name.includes(".") ? attribute(name, lookup) : lookup.ref(name);
    return textOf(value, `Fn::Sub ${name}`);
  });
}

const sameText = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const HANDLERS: Readonly<Record<string, Handler>> = {
  Ref: (argument, _, lookup) => lookup.ref(textOf(argument, "Ref")),
  "Fn::GetAtt": (argument, _, lookup) => attribute(argument, lookup),
  "Fn::Sub": substitute,
  "Fn::ImportValue": (argument, resolve, lookup) =>
    lookup.imported(textOf(resolve(argument), "Fn::ImportValue")),
  "Fn::Join": (argument, resolve) => {
    const [by, parts] = listOf(argument, "Fn::Join");
    return listOf(resolve(parts), "Fn::Join")
      .map((part) => textOf(part, "Fn::Join"))
      .join(textOf(by, "Fn::Join"));
  },
  "Fn::Select": (argument, resolve) => {
    const [index, list] = listOf(argument, "Fn::Select").map(resolve);
    return listOf(list, "Fn::Select")[Number(index)];
  },
  "Fn::Split": (argument, resolve) => {
    const [by, text] = listOf(argument, "Fn::Split").map(resolve);
    return textOf(text, "Fn::Split").split(textOf(by, "Fn::Split"));
  },
  "Fn::Base64": (argument, resolve) => btoa(textOf(resolve(argument), "Fn::Base64")),
  "Fn::If": (argument, resolve, lookup) => {
    const [name, yes, no] = listOf(argument, "Fn::If");
    return resolve(lookup.condition(textOf(name, "Fn::If")) ? yes : no);
  },
  "Fn::Equals": (argument, resolve) => {
    const [one, other] = listOf(argument, "Fn::Equals").map(resolve);
    return sameText(one, other);
  },
  "Fn::Not": (argument, resolve) => listOf(argument, "Fn::Not").map(resolve)[0] !== true,
  "Fn::And": (argument, resolve) => listOf(argument, "Fn::And").every((part) => resolve(part) === true),
  "Fn::Or": (argument, resolve) => listOf(argument, "Fn::Or").some((part) => resolve(part) === true),
  Condition: (argument, _, lookup) => lookup.condition(textOf(argument, "Condition")),
};

/** The one intrinsic an object is, if it is one. A `Condition` of a policy holds an object, not a name. */
function intrinsicOf(value: Readonly<Record<string, unknown>>): readonly [string, unknown] | null {
  const [only, ...more] = Object.entries(value);
  if (!only || more.length > 0) return null;
  const [name, argument] = only;
  if (name === "Condition") return typeof argument === "string" ? only : null;
  return name === "Ref" || name.startsWith("Fn::") ? only : null;
}

/** Works out Ref, Fn::GetAtt and the like in a part of a template; what is `AWS::NoValue` is left out. */
export function resolverFor(lookup: Lookup): Resolve {
  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((part) => part !== undefined);
    if (!isObject(value)) return value;
    const intrinsic = intrinsicOf(value);
    if (!intrinsic) {
      const resolved = Object.entries(value).map(([name, part]): [string, unknown] => [name, resolve(part)]);
      return Object.fromEntries(resolved.filter(([, part]) => part !== undefined));
    }
    const [name, argument] = intrinsic;
    const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
    if (!handler) throw new UnknownInTemplate(`${name} is not known here`);
    return handler(argument, resolve, lookup);
  }
  return resolve;
}
