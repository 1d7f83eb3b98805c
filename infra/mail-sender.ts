import { CfnOutput, RemovalPolicy } from "aws-cdk-lib";
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** Mail by SES: what became of each comes back over the default event bus. */
export class MailSender extends Construct {
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { mailDomain }: Settings) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, "ConfigurationSet", {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.configurationSet.addEventDestination("Events", {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "Bus", "default")),
      events: [
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    if (mailDomain !== null) this.verify(mailDomain);
  }

  private verify(mailDomain: string): void {
    const identity = new EmailIdentity(this, "Identity", {
      identity: Identity.domain(mailDomain),
      configurationSet: this.configurationSet,
    });
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(this, `Dkim${index + 1}`, {
        description: `CNAME record ${index + 1} of 3`,
        value: `${name} ${value}`,
      });
    });
  }
}
