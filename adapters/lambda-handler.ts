import type { Context } from "aws-lambda";
import { logger, publishCounts, told } from "./lambda-log.ts";
import { onceOpened } from "./once-opened.ts";

/** What a handler needs of Lambda's context. */
export type Invocation = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;

/**
 * A function's handler: opens its world with the first event, so that importing it needs no environment. A fault is
 * logged and thrown on, for Lambda to try again.
 */
export function lambdaHandler<World, Event, Given extends Invocation, Answer>(
  open: () => Promise<World>,
  answer: (world: World, event: Event, invocation: Given) => Promise<Answer>,
): (event: Event, invocation: Given) => Promise<Answer> {
  const opened = onceOpened(open);
  return async (event, invocation) => {
    logger.appendKeys({ request: invocation.awsRequestId });
    try {
      return await answer(await opened(), event, invocation);
    } catch (fault) {
      told("invocation")(fault);
      throw fault;
    } finally {
      publishCounts();
    }
  };
}
