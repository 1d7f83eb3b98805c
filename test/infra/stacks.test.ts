import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { bundleFunctions } from "../../infra/bundle-functions.ts";
import type { Resource } from "../stack/deployment.ts";
import { routesOf } from "../stack/http-api.ts";
import { fileAt } from "./file-at.ts";
import { synthesizeStacks } from "./stacks.ts";
import type { Stacks } from "./stacks.ts";

let stacks: Stacks;
beforeAll(async () => {
  stacks = await synthesizeStacks({});
});
afterAll(() => stacks.remove());

const ofType = (type: string): readonly Resource[] => stacks.deployment.ofType(type);
const only = (type: string): Resource => {
  const [found, ...others] = ofType(type);
  if (!found || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return found;
};
const lambdaOf = (name: string): Resource => {
  const { arn = "" } = stacks.functions.get(name) ?? {};
  const found = stacks.deployment.byId(arn);
  if (!found) throw new Error(`There is no function ${name}`);
  return found;
};
const nameOf = ({ attributes }: Resource): string | undefined =>
  [...stacks.functions].find(([, { arn }]) => arn === attributes["Arn"])?.[0];

const STORE = ["TABLE", "BUCKET", "SECRET"];
const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_ROLE_CLAIMS", "OIDC_VENDORS_CLAIM"];
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  "receive-webhook": [...STORE, "BASE_URL"],
  "vendor-api": [...STORE, "BASE_URL"],
  "issuer-site": ["TABLE", "SECRET", "BASE_URL"],
  "partner-site": [...STORE, "BASE_URL"],
  "ops-console": [...STORE, "BASE_URL", ...OIDC],
  "open-stage": [...STORE, "STATE_MACHINE"],
  finish: STORE,
  dispatch: [...STORE, "BASE_URL", "STATE_MACHINE", "CONFIGURATION_SET", "MAKE_PDF"],
  deliver: STORE,
  "make-pdf": [],
  tick: [...STORE, "STATE_MACHINE", "DISPATCH", "DELIVER"],
  "mail-events": STORE,
};

describe("the API", () => {
  test("has these routes, each to its function, and no others", () => {
    const routes = [...routesOf(stacks.deployment)].map(([route, target]) => [
      route,
      target.function.variables["POWERTOOLS_SERVICE_NAME"],
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      "ANY /webhooks/{vendorId}": "receive-webhook",
      "ANY /api/{proxy+}": "vendor-api",
      "ANY /openapi.json": "vendor-api",
      "ANY /docs": "vendor-api",
      "ANY /docs/{proxy+}": "vendor-api",
      "ANY /healthz": "vendor-api",
      "ANY /.well-known/jwks.json": "issuer-site",
      "ANY /issuers/{proxy+}": "issuer-site",
      "ANY /status/{proxy+}": "issuer-site",
      "ANY /p/{proxy+}": "partner-site",
      "ANY /certificates/{proxy+}": "partner-site",
      "ANY /assets/{proxy+}": "partner-site",
      "ANY /": "ops-console",
      "ANY /console": "ops-console",
      "ANY /console/{proxy+}": "ops-console",
    });
  });

  test("is throttled, and other sites' scripts may not call it", () => {
    expect(only("AWS::ApiGatewayV2::Stage").properties["DefaultRouteSettings"]).toMatchObject({
      ThrottlingBurstLimit: 400,
      ThrottlingRateLimit: 200,
    });
    expect(only("AWS::ApiGatewayV2::Api").properties["CorsConfiguration"]).toBeUndefined();
  });

  test("logs who was answered what without address, path, query or browser", () => {
    const { Format } = z
      .object({ Format: z.string() })
      .parse(only("AWS::ApiGatewayV2::Stage").properties["AccessLogSettings"]);
    expect(Format).toContain("$context.routeKey");
    expect(Format).not.toMatch(/sourceIp|\$context\.path|identity|userAgent|queryString/i);
  });
});

describe("the functions", () => {
  test("are the folders of functions/ that have a handler", () => {
    expect([...stacks.functions.keys()].toSorted()).toEqual(Object.keys(VARIABLES).toSorted());
  });

  test.each(Object.entries(VARIABLES))(
    "%s is given the variables it reads and no others",
    (name, expected) => {
      const { variables, folder } = stacks.functions.get(name) ?? { variables: {}, folder: "" };
      const given = Object.keys(variables).filter((variable) => !variable.startsWith("POWERTOOLS_"));
      const code = readFileSync(join(folder, "handler.mjs"), "utf8");
      const known = new Set(Object.values(VARIABLES).flat());
      // A reader of the environment names its variables as keys of a schema.
      const read = [...known].filter((variable) => new RegExp(String.raw`\b${variable}:`).test(code));
      expect(given.toSorted()).toEqual([...expected].toSorted());
      expect(read.toSorted()).toEqual([...expected].toSorted());
    },
  );

  test("run on arm64 and nodejs24.x, are traced, and have limits", () => {
    for (const { properties } of ofType("AWS::Lambda::Function")) {
      expect(properties).toMatchObject({
        Architectures: ["arm64"],
        Runtime: "nodejs24.x",
        TracingConfig: { Mode: "Active" },
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
      });
    }
  });

  test("are the same bytes whenever they are bundled", () => {
    const again = bundleFunctions();
    for (const [name, { folder }] of stacks.functions) {
      const [first, second] = [folder, join(again, name)].map((path) =>
        readFileSync(join(path, "handler.mjs")),
      );
      expect(first).toEqual(second);
    }
  });
});

const targetSchema = z.object({ Arn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }) });
const mappingSchema = z.object({
  FunctionName: z.string(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
  FunctionResponseTypes: z.array(z.string()),
});
const alarmSchema = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.string()),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});

describe("what nobody waits for", () => {
  const targets = () =>
    ofType("AWS::Events::Rule").flatMap(({ properties }) =>
      z.array(targetSchema).parse(properties["Targets"]),
    );
  const mappings = () =>
    ofType("AWS::Lambda::EventSourceMapping").map(({ properties }) => mappingSchema.parse(properties));
  const functionIn = (id: string): string | undefined => {
    const found = stacks.deployment.byId(id);
    return found && nameOf(found);
  };

  test("leaves its dead letters in its function's queue, from each hop", () => {
    const hops = [
      ...targets().map((target) => [functionIn(target.Arn), target.DeadLetterConfig.Arn]),
      ...mappings().map((mapping) => [
        functionIn(mapping.FunctionName),
        mapping.DestinationConfig.OnFailure.Destination,
      ]),
      // Invoked by tick, as its environment says, and by the rules: Lambda's own queue for such events.
      ...["dispatch", "deliver", "tick", "mail-events"].map((name) => [
        name,
        z.object({ TargetArn: z.string() }).parse(lambdaOf(name).properties["DeadLetterConfig"]).TargetArn,
      ]),
    ];
    const queueOf = new Map(hops.map(([name, queue]) => [name, queue]));
    expect([...queueOf.keys()].toSorted()).toEqual(["deliver", "dispatch", "mail-events", "tick"]);
    expect(new Set(queueOf.values()).size).toBe(4);
    for (const [name, queue] of hops) expect(queueOf.get(name)).toBe(queue);
  });

  test("is all that has such a queue: the others are only called synchronously", () => {
    const { variables } = stacks.functions.get("tick") ?? { variables: {} };
    const invoked = [variables["DISPATCH"], variables["DELIVER"]].map((id) => functionIn(id ?? ""));
    const woken = new Set([
      ...targets().map((target) => functionIn(target.Arn)),
      ...mappings().map((mapping) => functionIn(mapping.FunctionName)),
      ...invoked,
    ]);
    const queued = ofType("AWS::Lambda::Function").filter(({ properties }) => properties["DeadLetterConfig"]);
    expect([...woken].toSorted()).toEqual(queued.map(nameOf).toSorted());
  });

  test("raises an alarm for each queue, which keeps its letters for two weeks", () => {
    const watched = ofType("AWS::CloudWatch::Alarm")
      .map(({ properties }) => alarmSchema.parse(properties))
      .filter(({ MetricName }) => MetricName === "ApproximateNumberOfMessagesVisible")
      .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => Value));
    const queues = ofType("AWS::SQS::Queue");
    expect(watched.toSorted()).toEqual(queues.map(({ attributes }) => attributes["QueueName"]).toSorted());
    for (const { properties } of queues) expect(properties["MessageRetentionPeriod"]).toBe(14 * 24 * 3600);
  });

  test("is woken by the stream only for what is due in its lane, and tells which records failed", () => {
    const lanes = mappings().map(({ FunctionName, FilterCriteria: { Filters } }) => [
      functionIn(FunctionName),
      Filters.map(({ Pattern }) => JSON.parse(Pattern)),
    ]);
    const due = (lane: string) => ({
      dynamodb: { NewImage: { type: { S: ["effect"] }, state: { S: ["due"] }, lane: { S: [lane] } } },
    });
    expect(Object.fromEntries(lanes)).toEqual({ dispatch: [due("work")], deliver: [due("webhook")] });
    for (const mapping of mappings())
      expect(mapping.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
  });
});

describe("the alarms", () => {
  test("tell the topic, and each links to a paragraph that exists", () => {
    const headings = readFileSync(fileAt("docs/operations.md"), "utf8").matchAll(/^#+ (.+)$/gm);
    const anchors = new Set(
      [...headings].map(([, heading = ""]) => heading.toLowerCase().replaceAll(" ", "-")),
    );
    const alarms = ofType("AWS::CloudWatch::Alarm").map(({ properties }) => alarmSchema.parse(properties));
    for (const { AlarmDescription, AlarmActions } of alarms) {
      const [, anchor = "no link"] = /docs\/operations\.md#(\S+)$/.exec(AlarmDescription) ?? [];
      expect(anchors).toContain(anchor);
      expect(AlarmActions).toEqual([only("AWS::SNS::Topic").ref]);
    }
  });

  test("are few, because each is paid for", () => {
    expect(ofType("AWS::CloudWatch::Alarm").length).toBeLessThanOrEqual(12);
  });
});

describe("what must not be lost", () => {
  test.each([
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::KMS::Key",
    "AWS::SecretsManager::Secret",
    "AWS::Cognito::UserPool",
  ])("%s stays when its stack goes or it is replaced", (type) => {
    expect(ofType(type).length).toBeGreaterThan(0);
    for (const resource of ofType(type)) {
      expect(stacks.raw(resource)).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    }
  });

  test("is in the State stack, and the App stack holds none of it", () => {
    const stateful = ofType("AWS::DynamoDB::Table").concat(
      ofType("AWS::S3::Bucket"),
      ofType("AWS::KMS::Key"),
    );
    expect(new Set(stateful.map(({ stack }) => stack))).toEqual(new Set(["PartnerOnboarding-dev-State"]));
  });

  test("is in a table that can be restored, is not deleted by mistake, and lies under our key", () => {
    expect(only("AWS::DynamoDB::Table").properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      SSESpecification: {
        SSEEnabled: true,
        SSEType: "KMS",
        KMSMasterKeyId: only("AWS::KMS::Key").attributes["Arn"],
      },
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
      BillingMode: "PAY_PER_REQUEST",
    });
  });

  test("is under a master key that stays the same, beneath a key that AWS rotates", () => {
    const key = only("AWS::KMS::Key");
    expect(key.properties["EnableKeyRotation"]).toBe(true);
    expect(only("AWS::SecretsManager::Secret").properties["KmsKeyId"]).toBe(key.attributes["Arn"]);
    expect(ofType("AWS::SecretsManager::RotationSchedule")).toEqual([]);
  });
});

describe("the state machine", () => {
  test("is the file that runs on one machine, byte for byte", () => {
    const file = readFileSync(fileAt("workflows/onboarding.asl.json"), "utf8");
    expect(stacks.raw(only("AWS::StepFunctions::StateMachine")).Properties["DefinitionString"]).toBe(file);
  });

  test("is told a function for each name in it", () => {
    expect(only("AWS::StepFunctions::StateMachine").properties["DefinitionSubstitutions"]).toEqual({
      OpenStage: stacks.functions.get("open-stage")?.arn,
      Finish: stacks.functions.get("finish")?.arn,
    });
  });

  test("logs every step without inputs and outputs, where task tokens are, and is traced", () => {
    expect(only("AWS::StepFunctions::StateMachine").properties).toMatchObject({
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  test("has the name that the functions around it were told", () => {
    const { ref } = only("AWS::StepFunctions::StateMachine");
    for (const name of ["open-stage", "dispatch", "tick"]) {
      expect(stacks.functions.get(name)?.variables["STATE_MACHINE"]).toBe(ref);
    }
  });
});

test("every log ends some day", () => {
  for (const { properties } of ofType("AWS::Logs::LogGroup")) expect(properties["RetentionInDays"]).toBe(30);
  expect(ofType("AWS::Logs::LogGroup").length).toBe(14);
});

/** What stands in for each rule of cdk-nag that we do not follow, beside what this file says of the template. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  "AwsSolutions-APIG4": [
    "test/functions/receive-webhook/bad-webhook.test.ts",
    "test/functions/vendor-api/app.test.ts",
    "test/functions/partner-site/session.test.ts",
    "test/functions/ops-console/roles-and-routes.test.ts",
  ],
  "AwsSolutions-COG8": ["test/infra/settings.test.ts"],
  "AwsSolutions-IAM5": ["test/infra/permissions.test.ts"],
  "AwsSolutions-SMG4": ["test/infra/stacks.test.ts"],
  "Serverless-LambdaDLQ": ["test/infra/stacks.test.ts"],
  "Serverless-SQSRedrivePolicy": ["test/infra/stacks.test.ts"],
};

test("six rules of cdk-nag are not followed, and each has a test of what stands in for it", () => {
  const rules = new Set(stacks.acknowledged.map((id) => id.replace(/\[.*$/, "")));
  expect([...rules].toSorted()).toEqual(Object.keys(INSTEAD));
  for (const file of Object.values(INSTEAD).flat()) expect(existsSync(fileAt(file)), file).toBe(true);
});
