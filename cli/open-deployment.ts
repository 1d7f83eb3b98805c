import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { openAwsSecrets } from "../adapters/aws-secrets.ts";
import { openDynamoStore } from "../adapters/dynamo-store.ts";
import { s3Documents } from "../adapters/s3-documents.ts";
import type { Deployment } from "./deployment.ts";

export type OpenDeployment = Awaited<ReturnType<typeof openDeployment>>;

/** The ports of a deployed stage, and its keys. Throws what AWS says. */
export async function openDeployment({ table, bucket, secret, region }: Deployment) {
  const config = { region, requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000 } };
  const { hmac } = await openAwsSecrets(new SecretsManagerClient(config), secret);
  const documents = s3Documents(new S3Client(config), bucket);
  const client = new DynamoDBClient(config);
  return { ...openDynamoStore({ client, table, documents, hmac }), hmac };
}
