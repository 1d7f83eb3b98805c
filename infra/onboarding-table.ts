import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import type { GlobalSecondaryIndexProps, ITable } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import type { CustomerKey } from "./customer-key.ts";
import type { Settings } from "./settings.ts";
import { TABLE_INDEXES, TABLE_KEY } from "./table-keys.ts";
import type { TableIndex } from "./table-keys.ts";

export interface OnboardingTableProps {
  readonly customerKey: CustomerKey;
  readonly settings: Settings;
}

/** The one table: state, log, records, effects. Its stream wakes `dispatch` and `deliver`. */
export class OnboardingTable extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { customerKey, settings }: OnboardingTableProps) {
    super(scope, id);
    const { restoredStream } = settings;
    const { tableArn, tableName, tableStreamArn } =
      restoredStream === null ? this.make(customerKey) : this.restored(restoredStream);
    if (tableStreamArn === undefined) throw new Error("The table has no stream");
    this.name = tableName;
    this.arn = tableArn;
    this.streamArn = tableStreamArn;
  }

  private make({ key }: CustomerKey): Table {
    const table = new Table(this, "Table", {
      partitionKey: { name: TABLE_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEY.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      stream: StreamViewType.NEW_IMAGE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const index of TABLE_INDEXES) table.addGlobalSecondaryIndex(indexProps(index));
    return table;
  }

  private restored(tableStreamArn: string): ITable {
    const [tableArn = ""] = tableStreamArn.split("/stream/");
    return Table.fromTableAttributes(this, "Restored", { tableArn, tableStreamArn });
  }
}

function indexProps({ name, partition, sort, include }: TableIndex): GlobalSecondaryIndexProps {
  return {
    indexName: name,
    partitionKey: { name: partition, type: AttributeType.STRING },
    sortKey: { name: sort.name, type: sort.type === "N" ? AttributeType.NUMBER : AttributeType.STRING },
    ...(include.length === 0
      ? { projectionType: ProjectionType.KEYS_ONLY }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...include] }),
  };
}
