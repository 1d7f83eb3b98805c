import { CfnOutput } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import type { DomainMappingOptions } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledgements.ts";
import type { FunctionName } from "./function-specs.ts";
import { logRetention } from "./log-retention.ts";
import type { OnboardingFunctions } from "./onboarding-functions.ts";
import { ROUTES } from "./routes.ts";
import type { Settings } from "./settings.ts";

/** No address, path or query: they say who somebody is. `$context.path` would hold the ids of links. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  route: "$context.routeKey",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  error: "$context.integrationErrorMessage",
};

/** The public surface. Made without routes, because the functions behind them are told its address. */
export class OnboardingApi extends Construct {
  readonly api: HttpApi;
  readonly baseUrl: string;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { domain } = settings;
    this.api = new HttpApi(this, "Api", {
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== null,
    });
    this.baseUrl = domain === null ? this.api.apiEndpoint : `https://${domain.name}`;
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      detailedMetricsEnabled: false,
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, "Access", { retention: logRetention(settings) }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
      ...(domain && { domainMapping: this.mapDomain(domain) }),
    });
  }

  route(functions: OnboardingFunctions): void {
    const names = Object.keys(ROUTES) as FunctionName[];
    for (const name of names) {
      const integration = new HttpLambdaIntegration(name, functions.of(name).lambda);
      for (const path of ROUTES[name] ?? []) {
        for (const route of this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration })) {
          acknowledge(route, "AwsSolutions-APIG4");
        }
      }
    }
  }

  private mapDomain({ name, certificateArn }: NonNullable<Settings["domain"]>): DomainMappingOptions {
    const certificate = Certificate.fromCertificateArn(this, "Certificate", certificateArn);
    const domainName = new DomainName(this, "Domain", { domainName: name, certificate });
    new CfnOutput(this, "DomainTarget", {
      description: `Where ${name} must point (CNAME or alias)`,
      value: domainName.regionalDomainName,
    });
    return { domainName };
  }
}
