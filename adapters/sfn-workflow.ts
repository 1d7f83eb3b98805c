import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { instant } from "../domain/ids.ts";
import type { ClosedExecution, Workflow } from "../domain/ports.ts";
import { executionInput, executionName, readExecutionName, SETTLED_TOKEN } from "./execution-name.ts";

const MOST = 1000;
const UNFINISHED = ["FAILED", "TIMED_OUT", "ABORTED"] as const;
type Unfinished = (typeof UNFINISHED)[number];

async function unless<T>(names: readonly string[], work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof Error && names.includes(fault.name)) return null;
    throw fault;
  }
}

/** The workflow port on Step Functions. `stateMachine` is its ARN. */
export function sfnWorkflow(client: SFNClient, stateMachine: string): Workflow {
  const executions = stateMachine.replace(":stateMachine:", ":execution:");

  /** Lists go by when executions began, not by when they ended: all pages have to be read. */
  async function ended(status: Unfinished, since: number): Promise<ClosedExecution[]> {
    const closed: ClosedExecution[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new ListExecutionsCommand({
          stateMachineArn: stateMachine,
          statusFilter: status,
          maxResults: MOST,
          nextToken,
        }),
      );
      closed.push(...(page.executions ?? []).flatMap((one) => closedSince(one, status, since)));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return closed;
  }

  return {
    async start(id, n) {
      const start = {
        stateMachineArn: stateMachine,
        name: executionName(id, n),
        input: executionInput(id, n),
      };
      await unless(["ExecutionAlreadyExists"], client.send(new StartExecutionCommand(start)));
    },
    async isRunning(id, n) {
      const describe = new DescribeExecutionCommand({
        executionArn: `${executions}:${executionName(id, n)}`,
      });
      const found = await unless(["ExecutionDoesNotExist"], client.send(describe));
      return found && found.status === "RUNNING";
    },
    async succeed(taskToken, output) {
      const answer = { taskToken, output: JSON.stringify(output) };
      await unless(SETTLED_TOKEN, client.send(new SendTaskSuccessCommand(answer)));
    },
    async fail(taskToken, error, cause) {
      await unless(SETTLED_TOKEN, client.send(new SendTaskFailureCommand({ taskToken, error, cause })));
    },
    async closedSince(since) {
      const all = await Promise.all(UNFINISHED.map((status) => ended(status, since)));
      return all.flat().toSorted((one, other) => one.stoppedAt - other.stoppedAt);
    },
  };
}

function closedSince(
  { name = "", stopDate }: Partial<ExecutionListItem>,
  status: Unfinished,
  since: number,
): ClosedExecution[] {
  const execution = readExecutionName(name);
  if (!execution || !stopDate || stopDate.getTime() < since) return [];
  return [{ ...execution, status, stoppedAt: instant(stopDate.getTime()) }];
}
