import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keyedHmac } from "../../adapters/derived-keys.ts";
import { openDynamoStore } from "../../adapters/dynamo-store.ts";
import { s3Documents } from "../../adapters/s3-documents.ts";
import type { DynamoDbLocal } from "../dynamodb-local.ts";
import { run } from "../local/server-process.ts";
import type { Ended } from "../local/server-process.ts";
import { loopbackServer } from "../loopback-server.ts";
import { s3Server } from "../s3-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

export const SECRET = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:master-key-AbCdEf";
const MASTER_KEY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab";

/** Those of the tests, and none that the machine may hold. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nonexistent",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  AWS_MAX_ATTEMPTS: "1",
};

/** Runs one of our commands with this environment and an empty place for a data folder. */
export function command(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const file = fileURLToPath(new URL(`../../cli/${name}.ts`, import.meta.url));
  return run([process.execPath, file, ...args], { DATA_DIR: join(temporaryFolder(), "data"), ...env });
}

const secretsManager = (): Promise<string> =>
  loopbackServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ SecretString: MASTER_KEY }));
  });

export type DeployedStage = Awaited<ReturnType<typeof deployedStage>>;

/** An empty table and bucket, and a master key: what a command is told of them, and their ports. */
export async function deployedStage(local: DynamoDbLocal) {
  const s3 = await s3Server();
  const { hostname, port } = (await s3.config.endpoint?.()) ?? { hostname: "", port: 0 };
  const table = await local.createTable();
  const env = {
    TABLE: table,
    BUCKET: "documents",
    SECRET,
    ...CREDENTIALS,
    AWS_ENDPOINT_URL_DYNAMODB: local.endpoint,
    AWS_ENDPOINT_URL_S3: `http://${hostname}:${port}`,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: await secretsManager(),
  };
  const hmac = keyedHmac(Buffer.from(MASTER_KEY, "utf8"));
  const documents = s3Documents(s3, "documents");
  return { env, store: { ...openDynamoStore({ client: local.client(), table, documents, hmac }), hmac } };
}
