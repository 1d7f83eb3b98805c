import type { Deployment, Resource } from "./deployment.ts";
import { readFunctions } from "./function-settings.ts";
import type { NeededAction } from "./needed-actions.ts";
import type { Recorder } from "./recorder.ts";
import { allows, statementsOf } from "./role-policy.ts";
import type { Statement } from "./role-policy.ts";

/** What a role of the template may do, by who has it. */
export interface RoleHolder {
  /** A function's label, or the id of another resource. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface Authority {
  readonly holders: readonly RoleHolder[];
  /** Who has no role here (an operator, the runner itself) may do anything. */
  readonly allows: (caller: string, need: NeededAction) => boolean;
  /** A service of AWS does something in the name of a role; noted, and whether it may. */
  readonly actAs: (caller: string, needed: readonly NeededAction[]) => boolean;
}

function roleOf(deployment: Deployment, { properties, logicalId }: Resource): Resource {
  const role = deployment.byId(String(properties["RoleArn"]));
  if (!role) throw new Error(`${logicalId} has a role that is in no template`);
  return role;
}

function holdersIn(deployment: Deployment): readonly RoleHolder[] {
  const functions = readFunctions(deployment).map(({ label, role }) => ({
    name: label,
    statements: statementsOf(deployment, role),
  }));
  const others = deployment.ofType("AWS::StepFunctions::StateMachine", "AWS::Pipes::Pipe").map((holder) => ({
    name: holder.logicalId,
    statements: statementsOf(deployment, roleOf(deployment, holder)),
  }));
  return [...functions, ...others];
}

export function authorityOf(deployment: Deployment, recorder: Recorder): Authority {
  const holders = holdersIn(deployment);
  const may = (caller: string, need: NeededAction): boolean => {
    const holder = holders.find(({ name }) => name === caller);
    return !holder || allows(holder.statements, need);
  };
  return {
    holders,
    allows: may,
    actAs(caller, needed) {
      const denied = needed.filter((need) => !may(caller, need));
      recorder.note({
        kind: "call",
        caller,
        service: "aws",
        operation: needed[0]?.action ?? "",
        needed,
        denied,
        status: denied.length > 0 ? 403 : 200,
        requestBytes: 0,
        responseBytes: 0,
        readUnits: 0,
        writeUnits: 0,
      });
      return denied.length === 0;
    },
  };
}
