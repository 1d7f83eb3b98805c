import { awsFault } from "./aws-fault.ts";
import type { Deployment } from "./deployment.ts";
import type { OpenDeployment } from "./open-deployment.ts";

/** Does it on a deployed stage. What AWS refuses comes as a `DeploymentFault` that says what to do. */
export async function onDeployment<T>(
  deployment: Deployment,
  work: (open: OpenDeployment) => Promise<T>,
): Promise<T> {
  // Only here: the SDK takes longer to load than a command on the data folder takes to run.
  const { openDeployment } = await import("./open-deployment.ts");
  try {
    const open = await openDeployment(deployment);
    try {
      return await work(open);
    } finally {
      open.close();
    }
  } catch (cause) {
    throw awsFault(cause, deployment) ?? cause;
  }
}
