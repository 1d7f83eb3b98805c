import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, onTestFinished, test } from "vitest";
import { openAwsSecrets } from "../../adapters/aws-secrets.ts";
import { awsClient, loopbackServer } from "../loopback-server.ts";

const MASTER_KEY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab";
const ID = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:master-key";

/** A Secrets Manager that holds one secret. */
async function secretsManager(text: string) {
  const endpoint = await loopbackServer(async (request, response) => {
    const { SecretId: id }: { SecretId: string } = JSON.parse(
      Buffer.concat(await request.toArray()).toString(),
    );
    const body =
      id === ID ? { SecretString: text } : { __type: "ResourceNotFoundException", message: "none" };
    response
      .writeHead(id === ID ? 200 : 400, { "content-type": "application/x-amz-json-1.1" })
      .end(JSON.stringify(body));
  });
  const client = new SecretsManagerClient({ ...awsClient(endpoint), maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

describe("secrets of a deployed stage", () => {
  test("are the same for every function, and other ones for another master key", async () => {
    const [one, same, other] = await Promise.all(
      [MASTER_KEY, MASTER_KEY, MASTER_KEY.toUpperCase()].map(async (text) =>
        openAwsSecrets(await secretsManager(text), ID),
      ),
    );
    expect(one?.hmac("link", "x")).toBe(same?.hmac("link", "x"));
    expect(one?.hmac("link", "x")).not.toBe(other?.hmac("link", "x"));
  });

  test("give each purpose a key of its own", async () => {
    const { hmac } = await openAwsSecrets(await secretsManager(MASTER_KEY), ID);
    const purposes = ["link", "session", "chain", "api_key", "cursor", "erasable"] as const;
    expect(new Set(purposes.map((purpose) => hmac(purpose, "x"))).size).toBe(purposes.length);
  });

  test("do not stand on a master key that can be guessed", async () => {
    await expect(openAwsSecrets(await secretsManager("changeme"), ID)).rejects.toThrow("no master key");
  });

  test("that are not there are a fault", async () => {
    await expect(openAwsSecrets(await secretsManager(MASTER_KEY), "another")).rejects.toThrow("none");
  });
});
