import { createHash } from "node:crypto";
import { UnknownInTemplate } from "./intrinsics.ts";

/** Where the stacks are thought to be. */
export const PARTITION = "aws";
export const REGION = "eu-central-1";
export const ACCOUNT = "111122223333";
export const URL_SUFFIX = "amazonaws.com";

export interface Named {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Resolved. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What Ref gives, and what Fn::GetAtt gives by name. */
export interface PhysicalIds {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const arn = (service: string, resource: string): string =>
  `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${resource}`;

const digestOf = ({ stack, logicalId }: Named): string =>
  createHash("sha256").update(`${stack}/${logicalId}`).digest("hex").toUpperCase();

/** As CloudFormation makes names: the stack's, the resource's, and something nobody can know before. */
const generated = (named: Named, most = 64): string => {
  const end = `-${digestOf(named).slice(0, 12)}`;
  return `${named.stack}-${named.logicalId}`.slice(0, most - end.length) + end;
};

function name(named: Named, property: string, most?: number): string {
  const given = named.properties[property];
  return typeof given === "string" ? given : generated(named, most);
}

type Maker = (named: Named) => PhysicalIds;

/** Ref is the name, and there is an ARN. */
const byName =
  (property: string, service: string, prefix = ""): Maker =>
  (named) => {
    const ref = name(named, property);
    return { ref, attributes: { Arn: arn(service, prefix + ref) } };
  };

/** Ref is the ARN. */
const byArn =
  (property: string, service: string, prefix: string): Maker =>
  (named) => {
    const own = name(named, property);
    const ref = arn(service, prefix + own);
    return { ref, attributes: { Arn: ref, Name: own, Id: ref } };
  };

/** Ref is something short that only says which one. */
const plain: Maker = (named) => ({ ref: digestOf(named).slice(0, 10).toLowerCase(), attributes: {} });

const table: Maker = (named) => {
  const ref = name(named, "TableName");
  const own = arn("dynamodb", `table/${ref}`);
  return {
    ref,
    attributes: { Arn: own, StreamArn: `${own}/stream/2026-01-01T00:00:00.000`, TableId: digestOf(named) },
  };
};

const bucket: Maker = (named) => {
  const ref = name(named, "BucketName", 63).toLowerCase();
  return {
    ref,
    attributes: {
      Arn: `arn:${PARTITION}:s3:::${ref}`,
      DomainName: `${ref}.s3.${URL_SUFFIX}`,
      RegionalDomainName: `${ref}.s3.${REGION}.${URL_SUFFIX}`,
    },
  };
};

const key: Maker = (named) => {
  const digest = digestOf(named).toLowerCase();
  const ref = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 28)].join("-");
  return { ref, attributes: { Arn: arn("kms", `key/${ref}`), KeyId: ref } };
};

const secret: Maker = (named) => {
  const ref = arn("secretsmanager", `secret:${name(named, "Name")}-${digestOf(named).slice(0, 6)}`);
  return { ref, attributes: { Id: ref } };
};

const role: Maker = (named) => {
  const ref = name(named, "RoleName");
  return {
    ref,
    attributes: { Arn: `arn:${PARTITION}:iam::${ACCOUNT}:role/${ref}`, RoleId: digestOf(named) },
  };
};

const queue: Maker = (named) => {
  const own = name(named, "QueueName", 80);
  return {
    ref: `https://sqs.${REGION}.${URL_SUFFIX}/${ACCOUNT}/${own}`,
    attributes: { Arn: arn("sqs", own), QueueName: own },
  };
};

const topic: Maker = (named) => {
  const own = name(named, "TopicName");
  const ref = arn("sns", own);
  return { ref, attributes: { TopicArn: ref, TopicName: own } };
};

const logGroup: Maker = (named) => {
  const ref = name(named, "LogGroupName");
  return { ref, attributes: { Arn: arn("logs", `log-group:${ref}:*`) } };
};

const api: Maker = (named) => {
  const { ref } = plain(named);
  return {
    ref,
    attributes: { ApiId: ref, ApiEndpoint: `https://${ref}.execute-api.${REGION}.${URL_SUFFIX}` },
  };
};

const userPool: Maker = (named) => {
  const ref = `${REGION}_${digestOf(named).slice(0, 9)}`;
  const provider = `cognito-idp.${REGION}.${URL_SUFFIX}/${ref}`;
  return {
    ref,
    attributes: {
      Arn: arn("cognito-idp", `userpool/${ref}`),
      UserPoolId: ref,
      ProviderName: provider,
      ProviderURL: `https://${provider}`,
    },
  };
};

const given =
  (property: string): Maker =>
  (named) => ({ ref: name(named, property), attributes: {} });

const identity: Maker = (named) => {
  const ref = name(named, "EmailIdentity");
  const tokens = [1, 2, 3].flatMap((index): [string, string][] => [
    [`DkimDNSTokenName${index}`, `token${index}._domainkey.${ref}`],
    [`DkimDNSTokenValue${index}`, `token${index}.dkim.${URL_SUFFIX}`],
  ]);
  return { ref, attributes: Object.fromEntries(tokens) };
};

const MAKERS: Readonly<Record<string, Maker>> = {
  "AWS::ApiGatewayV2::Api": api,
  "AWS::ApiGatewayV2::ApiMapping": plain,
  "AWS::ApiGatewayV2::DomainName": (named) => ({
    ref: name(named, "DomainName"),
    attributes: { RegionalDomainName: `d-0000.execute-api.${REGION}.${URL_SUFFIX}` },
  }),
  "AWS::ApiGatewayV2::Integration": plain,
  "AWS::ApiGatewayV2::Route": plain,
  "AWS::ApiGatewayV2::Stage": given("StageName"),
  "AWS::CDK::Metadata": plain,
  "AWS::CloudWatch::Alarm": byName("AlarmName", "cloudwatch", "alarm:"),
  "AWS::CloudWatch::CompositeAlarm": byName("AlarmName", "cloudwatch", "alarm:"),
  "AWS::CloudWatch::Dashboard": given("DashboardName"),
  "AWS::Cognito::UserPool": userPool,
  "AWS::Cognito::UserPoolClient": (named) => {
    const { ref } = plain(named);
    return { ref, attributes: { ClientId: ref, Name: generated(named) } };
  },
  "AWS::Cognito::UserPoolDomain": given("Domain"),
  "AWS::Cognito::UserPoolGroup": given("GroupName"),
  "AWS::DynamoDB::GlobalTable": table,
  "AWS::DynamoDB::Table": table,
  "AWS::Events::Rule": byName("Name", "events", "rule/"),
  "AWS::IAM::ManagedPolicy": (named) => {
    const own = name(named, "ManagedPolicyName");
    return { ref: `arn:${PARTITION}:iam::${ACCOUNT}:policy/${own}`, attributes: {} };
  },
  "AWS::IAM::Policy": given("PolicyName"),
  "AWS::IAM::Role": role,
  "AWS::KMS::Alias": given("AliasName"),
  "AWS::KMS::Key": key,
  "AWS::Lambda::EventInvokeConfig": plain,
  "AWS::Lambda::EventSourceMapping": plain,
  "AWS::Lambda::Function": byName("FunctionName", "lambda", "function:"),
  "AWS::Lambda::Permission": plain,
  "AWS::Logs::LogGroup": logGroup,
  "AWS::Logs::MetricFilter": plain,
  "AWS::Logs::QueryDefinition": plain,
  "AWS::Logs::ResourcePolicy": plain,
  "AWS::Pipes::Pipe": byName("Name", "pipes", "pipe/"),
  "AWS::S3::Bucket": bucket,
  "AWS::S3::BucketPolicy": plain,
  "AWS::SES::ConfigurationSet": given("Name"),
  "AWS::SES::ConfigurationSetEventDestination": plain,
  "AWS::SES::EmailIdentity": identity,
  "AWS::SNS::Subscription": plain,
  "AWS::SNS::Topic": topic,
  "AWS::SNS::TopicPolicy": plain,
  "AWS::SQS::Queue": queue,
  "AWS::SQS::QueuePolicy": plain,
  "AWS::SSM::Parameter": given("Name"),
  "AWS::Scheduler::Schedule": byName("Name", "scheduler", "schedule/default/"),
  "AWS::SecretsManager::ResourcePolicy": plain,
  "AWS::SecretsManager::Secret": secret,
  "AWS::StepFunctions::StateMachine": byArn("StateMachineName", "states", "stateMachine:"),
};

/** The ids a resource would get. A type that is not listed above is refused by name. */
export function physicalIds(named: Named): PhysicalIds {
  const maker = Object.hasOwn(MAKERS, named.type) ? MAKERS[named.type] : undefined;
  if (!maker) throw new UnknownInTemplate(`${named.logicalId}: ${named.type} is not known here`);
  return maker(named);
}
