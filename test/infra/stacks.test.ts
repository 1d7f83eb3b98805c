import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { bundleFunctions } from "../../infra/bundle-functions.ts";
import type { Resource } from "../stack/deployment.ts";
import { routesOf } from "../stack/http-api.ts";
import { accessSuite } from "./access-suite.ts";
import { fileAt } from "./file-at.ts";
import { synthesizeStacks } from "./stacks.ts";
import type { Stacks } from "./stacks.ts";
import { wakingSuite } from "./waking-suite.ts";

let stacks: Stacks;
beforeAll(async () => {
  stacks = await synthesizeStacks({});
}, 120_000);
afterAll(() => stacks.remove());

const ofType = (type: string): readonly Resource[] => stacks.deployment.ofType(type);
const only = (type: string): Resource => stacks.only(type);

wakingSuite(() => stacks);
accessSuite(() => stacks);

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
      stacks.nameOf(target.functionArn),
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

  test("log what they say themselves, and of Lambda's own lines only those about what went wrong", () => {
    for (const { properties } of ofType("AWS::Lambda::Function")) {
      const { LoggingConfig } = properties;
      expect(LoggingConfig).toMatchObject({ LogFormat: "JSON", SystemLogLevel: "WARN" });
      expect(LoggingConfig).not.toHaveProperty("ApplicationLogLevel");
    }
  });

  test("are the same bytes whenever they are bundled", { timeout: 120_000 }, async () => {
    const again = await bundleFunctions();
    onTestFinished(() => rmSync(again, { recursive: true, force: true }));
    for (const [name, { folder }] of stacks.functions) {
      const [first, second] = [folder, join(again, name)].map((path) =>
        readFileSync(join(path, "handler.mjs")),
      );
      expect(first).toEqual(second);
    }
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

/** What stands in for each rule of cdk-nag that we do not follow: the test, by its file and its name. */
const INSTEAD: Readonly<Record<string, readonly [file: string, name: string]>> = {
  "AwsSolutions-APIG4": [
    "test/scenarios/strangers.test.ts",
    "whoever has no signature, key, link or session is told nothing and changes nothing, on any route",
  ],
  "AwsSolutions-COG8": [
    "test/infra/access-suite.ts",
    "is invited, needs a second factor and a long password",
  ],
  "AwsSolutions-IAM5": [
    "test/infra/access-suite.ts",
    "names every resource, but for actions that have none and names that are given later",
  ],
  "AwsSolutions-SMG4": [
    "test/infra/stacks.test.ts",
    "is under a master key that stays the same, beneath a key that AWS rotates",
  ],
  "Serverless-LambdaDLQ": [
    "test/infra/waking-suite.ts",
    "is all that has such a queue: the others are only called synchronously",
  ],
  "Serverless-SQSRedrivePolicy": [
    "test/infra/waking-suite.ts",
    "raises an alarm for each queue of dead letters, and for one that is behind",
  ],
};

test("six rules of cdk-nag are not followed, and each has a test of what stands in for it", () => {
  const rules = new Set(stacks.acknowledged.map((id) => id.replace(/\[.*$/, "")));
  expect([...rules].toSorted()).toEqual(Object.keys(INSTEAD));
  for (const [file, name] of Object.values(INSTEAD))
    expect(readFileSync(fileAt(file), "utf8"), file).toContain(`test("${name}"`);
});
