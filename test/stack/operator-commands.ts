import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { sdkEnvironment } from "./function-settings.ts";

export interface OperatorPlace {
  readonly sdkEndpoint: string;
  readonly table: string;
  readonly bucket: string;
  readonly secret: string;
  readonly stateMachine: string;
}

export type OperatorCommand = (
  command: "vendor" | "program" | "verify",
  args: readonly string[],
) => Promise<string>;

const execute = promisify(execFile);

/** `npm run vendor -- …` and its like, on the deployed table and bucket; what they printed. */
export function operatorCommands({ sdkEndpoint, table, bucket, secret }: OperatorPlace): OperatorCommand {
  const env = {
    ...process.env,
    ...sdkEnvironment(sdkEndpoint, "operator"),
    TABLE: table,
    BUCKET: bucket,
    SECRET: secret,
  };
  return async (command, args) => {
    const cli = fileURLToPath(new URL(`../../cli/${command}.ts`, import.meta.url));
    const { stdout } = await execute(process.execPath, [cli, ...args], { env });
    return stdout;
  };
}
