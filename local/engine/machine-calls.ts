import { isValidName, machineName } from "./arn.ts";
import { EngineError } from "./engine-error.ts";
import type { JsonataFunctions, World } from "./jsonata-functions.ts";
import { loadMachine } from "./load-machine.ts";
import type { MachineStore, MachineSummary } from "./machine-store.ts";
import { serializer } from "./serializer.ts";
import { substitute } from "./substitute.ts";

export type NewMachine = {
  name: string;
  definition: string;
  /** Values of `${Name}` in the definition. Every one must be used, and none may be missing. */
  substitutions?: Readonly<Record<string, string>>;
  /** False: another definition of that name stays, and this one is refused with StateMachineAlreadyExists, as on AWS. */
  mayReplace?: boolean;
};

export type MachineCalls = {
  /** Idempotent. A changed definition holds for new executions; running ones keep theirs. */
  createStateMachine(machine: NewMachine): Promise<MachineSummary>;
  /** By name or ARN. */
  describeStateMachine(stateMachine: string): MachineSummary;
};

type Parts = { machines: MachineStore; functions: JsonataFunctions; world: World };

export function machineCalls({ machines, functions, world }: Parts): MachineCalls {
  const serialized = serializer<string>();

  async function put(name: string, definition: string, mayReplace: boolean): Promise<MachineSummary> {
    const known = machines.find(name);
    if (known?.definition === definition) return describe(machines, name);
    if (known && !mayReplace) {
      const message = `State Machine Already Exists: '${known.stateMachineArn}'`;
      throw new EngineError("StateMachineAlreadyExists", message);
    }
    loadMachine(definition, { functions, isNew: true });
    await machines.put(name, definition, world.clock());
    return describe(machines, name);
  }

  return {
    async createStateMachine({ name, definition, substitutions = {}, mayReplace = true }) {
      if (!isValidName(name)) throw new EngineError("InvalidName", `Invalid Name: '${name}'`);
      const text = substitute(definition, substitutions);
      return serialized.run(name, () => put(name, text, mayReplace));
    },
    describeStateMachine: (stateMachine) => describe(machines, stateMachine),
  };
}

function describe(machines: MachineStore, stateMachine: string): MachineSummary {
  const found = machines.find(machineName(stateMachine));
  if (!found) {
    throw new EngineError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${stateMachine}'`);
  }
  const { name, stateMachineArn, definition, createdAt } = found;
  return { name, stateMachineArn, definition, createdAt };
}
