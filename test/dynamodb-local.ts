import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from "@aws-sdk/client-dynamodb";
import { TABLE_INDEXES, TABLE_KEY, type TableIndex } from "../infra/table-keys.ts";
import { freePort } from "./free-port.ts";

/** Amazon's own emulator, as it comes in an npm package. */
const EMULATOR = join(import.meta.dirname, "../node_modules/amplify-dynamodb-simulator/emulator");

/** The tests that need it are listed as skipped without it. */
export const hasJava = spawnSync("java", ["-version"]).status === 0;
if (!hasJava) process.stderr.write("There is no java: the tests on DynamoDB Local are skipped.\n");

export interface DynamoDbLocal {
  readonly endpoint: string;
  /** A client that retries at once and as little as the test wants. */
  client(config?: DynamoDBClientConfig): DynamoDBClient;
  /** An empty table with the keys and indexes that are deployed; its name. */
  createTable(): Promise<string>;
  dropTable(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it in memory, on a free port of the loopback interface, and waits until it listens. */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const port = await freePort();
  const java = spawn("java", argumentsFor(port), {
    stdio: "ignore",
    env: { ...process.env, DDB_LOCAL_TELEMETRY: "0" },
  });
  const kill = (): boolean => java.kill("SIGKILL");
  process.once("exit", kill);
  await listening(java, port);

  const endpoint = `http://127.0.0.1:${port}`;
  const clients: DynamoDBClient[] = [];
  const client: DynamoDbLocal["client"] = (config = {}) => {
    const made = new DynamoDBClient({
      endpoint,
      region: "eu-central-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      ...config,
    });
    clients.push(made);
    return made;
  };
  const admin = client();
  let tables = 0;

  return {
    endpoint,
    client,
    async createTable() {
      const name = `table-${++tables}`;
      await admin.send(createTableCommand(name));
      return name;
    },
    async dropTable(name) {
      await admin.send(new DeleteTableCommand({ TableName: name }));
    },
    async stop() {
      for (const each of clients) each.destroy();
      process.removeListener("exit", kill);
      const gone = once(java, "exit");
      if (kill()) await gone;
    },
  };
}

/** A second compiler tier does not pay within a minute, and the machine's cores are few. */
const argumentsFor = (port: number): string[] => [
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseSerialGC",
  "-Xmx512m",
  `-Djava.library.path=${join(EMULATOR, "DynamoDBLocal_lib")}`,
  "-jar",
  join(EMULATOR, "DynamoDBLocal.jar"),
  "-inMemory",
  "-disableTelemetry",
  "-port",
  String(port),
];

async function listening(java: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with code ${java.exitCode}.`);
    if (await accepts(port)) return;
    await setTimeout(50);
  }
  java.kill("SIGKILL");
  throw new Error("DynamoDB Local did not listen within 30 s.");
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", end(true)).once("error", end(false));
  });
}

const projectionOf = ({ include }: TableIndex) =>
  include.length === 0
    ? { ProjectionType: "KEYS_ONLY" as const }
    : { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...include] };

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: "HASH" as const },
  { AttributeName: sort, KeyType: "RANGE" as const },
];

const createTableCommand = (name: string): CreateTableCommand =>
  new CreateTableCommand({
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(TABLE_KEY.partition, TABLE_KEY.sort),
    AttributeDefinitions: [
      { AttributeName: TABLE_KEY.partition, AttributeType: "S" },
      { AttributeName: TABLE_KEY.sort, AttributeType: "S" },
      ...TABLE_INDEXES.flatMap(({ partition, sort }) => [
        { AttributeName: partition, AttributeType: "S" as const },
        { AttributeName: sort.name, AttributeType: sort.type },
      ]),
    ],
    GlobalSecondaryIndexes: TABLE_INDEXES.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partition, index.sort.name),
      Projection: projectionOf(index),
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });
