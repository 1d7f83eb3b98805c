import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { lambdaHandler } from "../../adapters/lambda-handler.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { makeChange } from "../change.ts";
import { parseFinishInput } from "./finish-input.ts";
import { finish } from "./finish.ts";

const open = async () => finish(makeChange(await openLambdaWorld(bucketDocuments())));

export const handler = lambdaHandler(open, async (complete, event: unknown) =>
  complete(parseFinishInput(event)),
);
