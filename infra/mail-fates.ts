import { Duration } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { EventRuleProps } from "./schedule.ts";
import type { MailSender } from "./mail-sender.ts";

/** What SES tells of our mails, and only of ours, goes to `mail-events`. */
export class MailFates extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { functions, deadLetters, mail }: EventRuleProps & { readonly mail: MailSender },
  ) {
    super(scope, id);
    new Rule(this, "Rule", {
      eventPattern: {
        source: ["aws.ses"],
        detailType: ["Email Delivered", "Email Bounced", "Email Complaint Received", "Email Rejected"],
        detail: {
          mail: { tags: { "ses:configuration-set": [mail.configurationSet.configurationSetName] } },
        },
      },
      targets: [
        new LambdaFunction(functions.of("mail-events").lambda, {
          deadLetterQueue: deadLetters.queues["mail-events"],
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }
}
