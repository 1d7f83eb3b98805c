import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import type { PdfMaker } from "../domain/world.ts";

const answerSchema = z.base64();

/** Has the PDFs made by the function of that name, which brings the fonts along. */
export function lambdaPdfMaker(client: LambdaClient, functionName: string): PdfMaker {
  return {
    async agreement(input) {
      const { Payload: payload, FunctionError: fault } = await client.send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(input) }),
      );
      const text = Buffer.from(payload ?? []).toString("utf8");
      if (fault !== undefined) throw new Error(`${functionName} failed: ${text.slice(0, 300)}`);
      return new Uint8Array(Buffer.from(answerSchema.parse(JSON.parse(text)), "base64"));
    },
  };
}
