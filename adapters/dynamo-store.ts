import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Effects, Onboardings, Snapshots, Tasks } from "../domain/ports.ts";
import type { Deliveries, Documents, Vendors } from "../domain/world.ts";
import { dynamoDeliveries } from "./dynamo-deliveries.ts";
import { dynamoEffects, type EffectsOptions } from "./dynamo-effects.ts";
import { dynamoOnboardings, type StoreOptions } from "./dynamo-onboardings.ts";
import { type DynamoPrograms, dynamoPrograms } from "./dynamo-programs.ts";
import { dynamoSnapshots } from "./dynamo-snapshots.ts";
import { dynamoTasks } from "./dynamo-tasks.ts";
import { dynamoVendors } from "./dynamo-vendors.ts";

export interface DynamoStore {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly tasks: Tasks;
  readonly vendors: Vendors;
  readonly programs: DynamoPrograms;
  readonly deliveries: Deliveries;
  readonly snapshots: Snapshots;
  /** Lets go of the client's connections. */
  close(): void;
}

interface DynamoStoreOptions extends StoreOptions, EffectsOptions {
  readonly client: DynamoDBClient;
  /** The table's name. */
  readonly table: string;
  /** Holds the programs' bodies. */
  readonly documents: Documents;
}

/** All ports on one table. They throw `DynamoFault` when it cannot do what is asked. */
export function openDynamoStore({
  client,
  table: name,
  documents,
  ...options
}: DynamoStoreOptions): DynamoStore {
  const table = { client, name };
  return {
    onboardings: dynamoOnboardings(table, options),
    effects: dynamoEffects(table, options),
    tasks: dynamoTasks(table),
    vendors: dynamoVendors(table),
    programs: dynamoPrograms(table, documents),
    deliveries: dynamoDeliveries(table),
    snapshots: dynamoSnapshots(table),
    close: () => client.destroy(),
  };
}
