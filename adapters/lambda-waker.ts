import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { OnboardingId } from "../domain/ids.ts";

/** So many onboardings' effects are tried well within the time of one invocation. */
const AT_ONCE = 25;

/** Asks each of these functions, without waiting for them, to try the effects of these onboardings. */
export const lambdaWaker =
  (client: LambdaClient, functionNames: readonly string[]) =>
  async (ids: readonly OnboardingId[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const payload = JSON.stringify({ wake: ids.slice(from, from + AT_ONCE) });
      await Promise.all(
        functionNames.map((name) =>
          client.send(new InvokeCommand({ FunctionName: name, InvocationType: "Event", Payload: payload })),
        ),
      );
    }
  };
