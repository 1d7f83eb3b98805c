import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { instant } from "../domain/ids.ts";
import type { Commit } from "../domain/ports.ts";
import type { Clock, Documents } from "../domain/world.ts";
import { AWS_PATIENCE } from "./aws-patience.ts";
import { openAwsSecrets } from "./aws-secrets.ts";
import type { EffectsOptions } from "./dynamo-effects.ts";
import type { StoreOptions } from "./dynamo-onboardings.ts";
import { openDynamoStore } from "./dynamo-store.ts";
import { readEnv } from "./lambda-env.ts";
import { anchor, count } from "./lambda-log.ts";
import { random, randomId } from "./node-random.ts";
import { watchedStore } from "./watched-store.ts";

const clock: Clock = () => instant(Date.now());

function committed({ onboarding, item }: Commit): void {
  anchor({ onboarding: onboarding.id, rev: item.rev, head: item.hash });
  for (const { event } of item.events) {
    if (event.type === "onboarding.started") count("OnboardingsStarted");
    if (event.type === "email.bounced") count("MailsBounced");
  }
}

export type LambdaWorld = Awaited<ReturnType<typeof openLambdaWorld>>;

/**
 * What every function works on: the table's ports and what is derived from the master key. `documents` is where
 * programs lie. Throws when the environment lacks something.
 */
export async function openLambdaWorld(
  documents: Documents,
  options: EffectsOptions & Pick<StoreOptions, "goesOn"> = {},
) {
  const { TABLE: table, SECRET: secret } = readEnv({ TABLE: z.string(), SECRET: z.string() });
  const client = new DynamoDBClient(AWS_PATIENCE);
  const { hmac, sealingKey } = await openAwsSecrets(new SecretsManagerClient(AWS_PATIENCE), secret);
  const store = watchedStore(
    openDynamoStore({ client, table, documents, hmac, countsKept: clock, ...options }),
    {
      committed,
      failed: () => count("EffectsFailed"),
    },
  );
  return { ...store, client, table, documents, hmac, sealingKey, random, randomId, clock };
}
