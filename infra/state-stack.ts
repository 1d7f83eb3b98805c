import { CfnOutput, Stack } from "aws-cdk-lib";
import type { StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { CustomerKey } from "./customer-key.ts";
import { DocumentsBucket } from "./documents-bucket.ts";
import { MailSender } from "./mail-sender.ts";
import { MasterKey } from "./master-key.ts";
import { OnboardingTable } from "./onboarding-table.ts";
import { Operators } from "./operators.ts";
import type { Settings } from "./settings.ts";

/** What must outlive every deployment: data, keys, people, the sender's name. */
export class StateStack extends Stack {
  readonly customerKey: CustomerKey;
  readonly onboardings: OnboardingTable;
  readonly documents: DocumentsBucket;
  readonly masterKey: MasterKey;
  readonly mail: MailSender;
  /** `null` where another provider is given. */
  readonly operators: Operators | null;

  constructor(scope: Construct, id: string, { settings, ...props }: StackProps & { settings: Settings }) {
    super(scope, id, props);
    this.customerKey = new CustomerKey(this, "CustomerKey");
    this.onboardings = new OnboardingTable(this, "Onboardings", { customerKey: this.customerKey, settings });
    this.documents = new DocumentsBucket(this, "Documents", this.customerKey);
    this.masterKey = new MasterKey(this, "MasterKey", this.customerKey);
    this.mail = new MailSender(this, "Mail", settings);
    this.operators = settings.oidc === null ? new Operators(this, "Operators", settings) : null;

    new CfnOutput(this, "TableName", { value: this.onboardings.name });
    new CfnOutput(this, "BucketName", { value: this.documents.bucket.bucketName });
    if (this.operators) new CfnOutput(this, "UserPoolId", { value: this.operators.pool.userPoolId });
    new CfnOutput(this, "SecretArn", { value: this.masterKey.secret.secretArn });
  }
}
