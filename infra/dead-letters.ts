import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledgements.ts";

/** The functions that are woken rather than called: nobody waits for an answer, so what fails for good is kept. */
export const WOKEN = ["dispatch", "deliver", "tick", "mail-events"] as const;
export type Woken = (typeof WOKEN)[number];

/** A queue for each of them, for two weeks. */
export class DeadLetters extends Construct {
  readonly queues: Readonly<Record<Woken, Queue>>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queues = {
      dispatch: this.queue("dispatch"),
      deliver: this.queue("deliver"),
      tick: this.queue("tick"),
      "mail-events": this.queue("mail-events"),
    };
  }

  private queue(name: Woken): Queue {
    const queue = new Queue(this, name, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, "Serverless-SQSRedrivePolicy");
    return queue;
  }
}
