import { SFNClient } from "@aws-sdk/client-sfn";
import { describe, expect, onTestFinished, test } from "vitest";
import { sfnWorkflow } from "../../adapters/sfn-workflow.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { Workflow } from "../../domain/ports.ts";
import { stateMachineArn } from "../../local/engine/arn.ts";
import { engineWire } from "../../local/engine/wire.ts";
import { workflowContract } from "../contracts/workflow-contract.ts";
import { awsClient, loopbackServer } from "../loopback-server.ts";
import { ACME, after, HOUR, T0 } from "../make.ts";
import { openWorkflow } from "../open-workflow.ts";

const MACHINE = stateMachineArn("onboarding");

function workflowAt(endpoint: string): Workflow {
  const client = new SFNClient({ ...awsClient(endpoint), maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return sfnWorkflow(client, MACHINE);
}

describe("the workflow on Step Functions", () => {
  workflowContract(() =>
    openWorkflow(async (engine) => workflowAt(await loopbackServer(engineWire(engine)))),
  );

  test("throws what says nothing about the token or the execution", async () => {
    const endpoint = await loopbackServer((_request, response) => {
      const body = { __type: "ThrottlingException", message: "Rate exceeded" };
      response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
    });
    const workflow = workflowAt(endpoint);
    const id = onboardingId(ACME, "partner00001");
    await expect(workflow.start(id, 1)).rejects.toThrow("Rate exceeded");
    await expect(workflow.succeed("token", {})).rejects.toThrow("Rate exceeded");
    await expect(workflow.isRunning(id, 1)).rejects.toThrow("Rate exceeded");
  });

  test("finds one that ended just now on the last page of those that began long ago", async () => {
    const executions = [
      { name: "acme.partner00001-1", startDate: T0 / 1000, stopDate: after(HOUR) / 1000 },
      { name: "somebody else's", startDate: T0 / 1000, stopDate: after(HOUR) / 1000 },
    ];
    const endpoint = await loopbackServer(async (request, response) => {
      const asked: { statusFilter: string; nextToken?: string } = JSON.parse(
        Buffer.concat(await request.toArray()).toString(),
      );
      const isLast = asked.nextToken !== undefined;
      const page = asked.statusFilter === "FAILED" && isLast ? executions : [];
      response
        .writeHead(200, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify({ executions: page, ...(isLast ? {} : { nextToken: "more" }) }));
    });
    expect(await workflowAt(endpoint).closedSince(after(HOUR))).toEqual([
      { onboarding: "acme.partner00001", n: 1, status: "FAILED", stoppedAt: after(HOUR) },
    ]);
  });
});
