import { Aws, Duration } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { FUNCTION_SPECS } from "./function-specs.ts";
import type { MailSender } from "./mail-sender.ts";
import type { EventRuleProps } from "./schedule.ts";

/** How long events are gathered, and how many at most, before `mail-events` hears them. */
const WINDOW_SECONDS = 60;
const BATCH_SIZE = 100;
/** A message that failed so often is a dead letter. */
const MOST_RECEIVES = 5;

type MailFatesProps = EventRuleProps & { readonly mail: MailSender };

/** What SES tells of our mails, and only of ours, waits in a queue and goes to `mail-events` in batches. */
export class MailFates extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: MailFatesProps) {
    super(scope, id);
    const deadLetters = props.deadLetters.queues["mail-events"];
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // As AWS advises: six tries of the function, after the time in which a batch is gathered.
      visibilityTimeout: Duration.seconds(WINDOW_SECONDS + 6 * FUNCTION_SPECS["mail-events"].timeoutSeconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MOST_RECEIVES },
    });
    new Rule(this, "Rule", {
      eventPattern: {
        source: ["aws.ses"],
        detailType: ["Email Delivered", "Email Bounced", "Email Complaint Received", "Email Rejected"],
        detail: {
          mail: { tags: { "ses:configuration-set": [props.mail.configurationSet.configurationSetName] } },
        },
      },
      targets: [
        new SqsQueue(this.queue, {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
    this.pipe(props);
  }

  /** Which messages failed, the function says in its answer. */
  private pipe({ functions }: MailFatesProps): void {
    const { functionArn } = functions.of("mail-events").lambda;
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("pipes.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    });
    const allow = (resource: string, ...actions: string[]) =>
      role.addToPrincipalPolicy(
        new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] }),
      );
    allow(this.queue.queueArn, "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage");
    const { policyDependable } = allow(functionArn, "lambda:InvokeFunction");
    const pipe = new CfnPipe(this, "Pipe", {
      description: "Partner onboarding: what became of mails",
      roleArn: role.roleArn,
      source: this.queue.queueArn,
      sourceParameters: {
        sqsQueueParameters: { batchSize: BATCH_SIZE, maximumBatchingWindowInSeconds: WINDOW_SECONDS },
      },
      target: functionArn,
      targetParameters: { lambdaFunctionParameters: { invocationType: "REQUEST_RESPONSE" } },
    });
    // It is refused while its role may not read the queue.
    if (policyDependable) pipe.node.addDependency(policyDependable);
  }
}
