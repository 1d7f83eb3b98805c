import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { synthesize } from "../stack/synthesize.ts";
import { synthesizeStacks } from "./stacks.ts";
import type { Stacks } from "./stacks.ts";

const RESTORED = "arn:aws:dynamodb:eu-central-1:111122223333:table/restored";

describe("with everything chosen", () => {
  let stacks: Stacks;
  beforeAll(async () => {
    stacks = await synthesizeStacks({
      stage: "prod",
      oidcIssuer: "https://login.example.com/acme",
      oidcClientId: "console",
      mailDomain: "partners.example.com",
      domainName: "onboarding.example.com",
      certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/0",
      alarmEmail: "ops@example.com",
      restoredStream: `${RESTORED}/stream/2026-11-23T09:00:00.000`,
    });
  }, 120_000);
  afterAll(() => stacks.remove());

  const ofType = (type: string) => stacks.deployment.ofType(type);

  test("the stacks bear the stage's name, and the State stack cannot be deleted by mistake", () => {
    const names = new Set(stacks.deployment.resources.map(({ stack }) => stack));
    expect([...names].toSorted()).toEqual(["PartnerOnboarding-prod-App", "PartnerOnboarding-prod-State"]);
  });

  test("operators sign in at the provider that was given, and no user pool is made", () => {
    expect(stacks.settings("ops-console").variables).toMatchObject({
      OIDC_ISSUER: "https://login.example.com/acme",
      OIDC_CLIENT_ID: "console",
      OIDC_ROLE_CLAIMS: "roles,groups",
      OIDC_VENDORS_CLAIM: "vendors",
    });
    expect(stacks.deployment.resources.filter(({ type }) => type.startsWith("AWS::Cognito::"))).toEqual([]);
  });

  test("links bear the name that was given, and the other address answers nobody", () => {
    const { properties } = stacks.only("AWS::ApiGatewayV2::Api");
    expect(stacks.settings("dispatch").variables["BASE_URL"]).toBe("https://onboarding.example.com");
    expect(properties["DisableExecuteApiEndpoint"]).toBe(true);
    expect(stacks.only("AWS::ApiGatewayV2::ApiMapping").properties).toMatchObject({ Stage: "$default" });
  });

  test("the mail domain is verified, and its mails' fates come back", () => {
    const set = stacks.only("AWS::SES::ConfigurationSet").ref;
    expect(stacks.only("AWS::SES::EmailIdentity").properties).toMatchObject({
      EmailIdentity: "partners.example.com",
      ConfigurationSetAttributes: { ConfigurationSetName: set },
    });
    expect(stacks.only("AWS::SES::ConfigurationSetEventDestination").properties).toMatchObject({
      ConfigurationSetName: set,
      EventDestination: { Enabled: true, MatchingEventTypes: ["delivery", "bounce", "complaint", "reject"] },
    });
  });

  test("alarms are told by mail", () => {
    expect(stacks.only("AWS::SNS::Topic").properties["Subscription"]).toEqual([
      { Protocol: "email", Endpoint: "ops@example.com" },
    ]);
  });

  test("logs are kept longer than an execution waits, because they hold the anchors", () => {
    for (const { properties } of ofType("AWS::Logs::LogGroup"))
      expect(properties["RetentionInDays"]).toBe(400);
  });

  test("a restored table takes the place of the one that was made", () => {
    expect(ofType("AWS::DynamoDB::Table")).toEqual([]);
    expect(stacks.settings("tick").variables["TABLE"]).toBe("restored");
    for (const { properties } of ofType("AWS::Lambda::EventSourceMapping")) {
      expect(properties["EventSourceArn"]).toBe(`${RESTORED}/stream/2026-11-23T09:00:00.000`);
    }
  });
});

test("a context that cannot be used is refused before anything is made, and each wrong value is named", async () => {
  const refused = synthesize({ stage: "test", oidcIssuer: "http://login.example.com", alarmEmail: "nobody" });
  await expect(refused).rejects.toThrow(/stage[^]*oidcIssuer[^]*alarmEmail/);
});

test.each([
  [{ oidcIssuer: "https://login.example.com" }, "oidcIssuer and oidcClientId go together"],
  [{ domainName: "onboarding.example.com" }, "domainName and certificateArn go together"],
])("half a choice is refused: %o", async (context, problem) => {
  await expect(synthesize(context)).rejects.toThrow(problem);
});
