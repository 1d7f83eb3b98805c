import { describe } from "vitest";
import { workflowContract } from "../contracts/workflow-contract.ts";
import { openWorkflow } from "../open-workflow.ts";

describe("the workflow on our own engine", () => {
  workflowContract(openWorkflow);
});
