import { RemovalPolicy } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledgements.ts";
import type { CustomerKey } from "./customer-key.ts";

/** From it the keys of links, sessions, API keys and the logs' chains are derived. It never changes. */
export class MasterKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { key }: CustomerKey) {
    super(scope, id);
    this.secret = new Secret(this, "Secret", {
      description: "Partner onboarding: master key",
      encryptionKey: key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.secret, "AwsSolutions-SMG4");
  }
}
