import { CreateTableCommand, DeleteTableCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import type { Resource } from "./deployment.ts";

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

/** What DynamoDB Local can be told of a table; what else the template says about it is for AWS alone. */
const tableSchema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
  ),
  KeySchema: keySchema,
  BillingMode: z.literal("PAY_PER_REQUEST"),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.object({
          ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  StreamSpecification: z.object({
    StreamViewType: z.enum(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]),
  }),
});

function inputFor({ ref, properties }: Resource): CreateTableCommandInput {
  const { GlobalSecondaryIndexes: indexes, StreamSpecification, ...given } = tableSchema.parse(properties);
  return {
    ...given,
    TableName: ref,
    StreamSpecification: { ...StreamSpecification, StreamEnabled: true },
    ...(indexes
      ? {
          GlobalSecondaryIndexes: indexes.map(({ Projection, ...index }) => {
            const { NonKeyAttributes, ProjectionType } = Projection;
            return {
              ...index,
              Projection: NonKeyAttributes ? { ProjectionType, NonKeyAttributes } : { ProjectionType },
            };
          }),
        }
      : {}),
  };
}

/** Makes the table of the template anew, empty; the ARN of its stream. */
export async function freshTable(client: DynamoDBClient, resource: Resource): Promise<string> {
  const TableName = resource.ref;
  await client.send(new DeleteTableCommand({ TableName })).catch((fault: unknown) => {
    if (Object(fault).name !== "ResourceNotFoundException") throw fault;
  });
  await client.send(new CreateTableCommand(inputFor(resource)));
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.LatestStreamArn === undefined) throw new Error(`${resource.logicalId} has no stream`);
  return Table.LatestStreamArn;
}
