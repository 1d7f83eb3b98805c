import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { openAwsSecrets } from "../../adapters/aws-secrets.ts";
import { openDynamoStore } from "../../adapters/dynamo-store.ts";
import { s3Documents } from "../../adapters/s3-documents.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorCommand } from "../../cli/vendor-commands.ts";
import { REGION } from "./physical-ids.ts";

export interface OperatorPlace {
  readonly sdkEndpoint: string;
  readonly table: string;
  readonly bucket: string;
  readonly secret: string;
}

export type OperatorCommand = (command: "vendor" | "program", args: readonly string[]) => Promise<string>;

/** `npm run vendor -- …` and `npm run program -- publish …`, on the deployed table and bucket; what they printed. */
export function operatorCommands({ sdkEndpoint, table, bucket, secret }: OperatorPlace): OperatorCommand {
  const config = {
    endpoint: sdkEndpoint,
    region: REGION,
    credentials: { accessKeyId: "operator", secretAccessKey: "of-no-use" },
  };

  return async (command, args) => {
    const client = new DynamoDBClient(config);
    const { hmac } = await openAwsSecrets(new SecretsManagerClient(config), secret);
    const store = openDynamoStore({ client, table, documents: s3Documents(new S3Client(config), bucket), hmac });
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    try {
      if (command === "vendor") {
        const run = vendorCommand(args);
        if (!run) throw new Error(`no such command: ${args.join(" ")}`);
        await run({ vendors: store.vendors, hmac, allowLoopback: false, say });
      } else {
        const program = await readProgramFolder(args[1] ?? "");
        if (!program.ok) throw new Error(program.error.join("\n"));
        await store.programs.publish(program.value);
        say(`${program.value.id} ${program.value.version} is published and current`);
      }
    } finally {
      store.close();
    }
    return lines.join("\n");
  };
}
