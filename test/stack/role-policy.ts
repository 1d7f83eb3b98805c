import { z } from "zod";
import type { Deployment, Resource } from "./deployment.ts";
import type { NeededAction } from "./needed-actions.ts";
import { UnknownInTemplate } from "./intrinsics.ts";

export const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

export const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.unknown()).optional(),
});

const documentSchema = z.object({
  Statement: z.union([z.array(statementSchema), statementSchema.transform((one) => [one])]),
});

export type Statement = z.infer<typeof statementSchema>;

const policySchema = z.object({ PolicyDocument: documentSchema, Roles: z.array(z.string()).default([]) });
const roleSchema = z.object({
  Policies: z.array(z.object({ PolicyDocument: documentSchema })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
});

/** `*` and `?` as IAM reads them; actions do not care for case. */
export function fits(pattern: string, value: string, flags = ""): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(value);
}

export const covers = (
  { Action, Resource }: Pick<Statement, "Action" | "Resource">,
  need: NeededAction,
): boolean =>
  Action.some((action) => fits(action, need.action, "i")) &&
  Resource.some((resource) => fits(resource, need.resource));

/** The statements of a role: its own policies and those attached to it. */
export function statementsOf(deployment: Deployment, role: Resource): readonly Statement[] {
  const { Policies, ManagedPolicyArns } = roleSchema.parse(role.properties);
  const managed = ManagedPolicyArns.map((id) => {
    const policy = deployment.byId(id);
    if (!policy) throw new UnknownInTemplate(`${role.logicalId}: the managed policy ${id} is not known here`);
    return policySchema.parse(policy.properties);
  });
  const attached = deployment
    .ofType("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
    .map(({ properties }) => policySchema.parse(properties))
    .filter(({ Roles }) => Roles.includes(role.ref));
  return [...Policies, ...managed, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

const CONDITIONS: Readonly<Record<string, (wanted: string, actual: string | undefined) => boolean>> = {
  ArnEquals: (wanted, actual) => actual !== undefined && fits(wanted, actual),
  Bool: (wanted, actual) => wanted === actual,
  StringEquals: (wanted, actual) => wanted === actual,
  StringLike: (wanted, actual) => actual !== undefined && fits(wanted, actual),
};

const conditionSchema = z.record(z.string(), z.record(z.string(), oneOrMore));

/** Every key must have one of the values listed for it. An operator that is not known above is refused by name. */
function holds({ Condition }: Statement, { context = {} }: NeededAction): boolean {
  return Object.entries(conditionSchema.parse(Condition ?? {})).every(([name, keys]) => {
    const operator = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined;
    if (!operator) throw new UnknownInTemplate(`the condition ${name} is not known here`);
    return Object.entries(keys).every(([key, wanted]) => wanted.some((one) => operator(one, context[key])));
  });
}

/** Whether the statements allow it: one does, and none forbids it. */
export function allows(statements: readonly Statement[], need: NeededAction): boolean {
  const concerned = statements.filter((statement) => covers(statement, need) && holds(statement, need));
  return concerned.length > 0 && concerned.every(({ Effect }) => Effect === "Allow");
}
