const MACHINES = "arn:aws:states:local:000000000000:stateMachine:";
const EXECUTIONS = "arn:aws:states:local:000000000000:execution:";

export function stateMachineArn(name: string): string {
  return `${MACHINES}${name}`;
}

/** The ARN of an execution, which is known before it has been started. */
export function executionArn(stateMachine: string, name: string): string {
  return `${EXECUTIONS}${machineName(stateMachine)}:${name}`;
}

/** From a name or an ARN. */
export function machineName(stateMachine: string): string {
  return stateMachine.startsWith(MACHINES) ? stateMachine.slice(MACHINES.length) : stateMachine;
}

export function isStateMachineArn(arn: string): boolean {
  return arn.startsWith(MACHINES) && isValidName(machineName(arn));
}

export function readExecutionArn(arn: string): { machine: string; name: string } | undefined {
  const [machine, name, ...more] = arn.startsWith(EXECUTIONS) ? arn.slice(EXECUTIONS.length).split(":") : [];
  return machine && name && more.length === 0 ? { machine, name } : undefined;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html, `name`. */
export function isValidName(name: string): boolean {
  return /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name);
}
