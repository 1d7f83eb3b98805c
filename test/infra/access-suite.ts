import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES } from "../../infra/function-specs.ts";
import { GRANTS } from "../../infra/grants.ts";
import { statementsOf } from "../stack/role-policy.ts";
import type { Stacks } from "./stacks.ts";

const STREAM = [
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
];
/** What a function has beside its line in grants.ts: its log, its traces, and what its hop needs. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  dispatch: ["sqs:SendMessage", ...STREAM],
  deliver: ["sqs:SendMessage", ...STREAM],
  tick: ["sqs:SendMessage"],
};
const EVERY = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** Actions that AWS knows no resource for. */
const WITHOUT_RESOURCE = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "ses:GetSendQuota",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
/** Names that are given while the product runs: programs, agreements, log streams, executions, senders. */
const NAMED_LATER =
  /^arn:aws:(s3:::[^*/]+\/programs\/\*|s3:::[^*/]+\/\*\/agreement-\*\.pdf|logs:[^*]+:\*|states:[^*]+:execution:PartnerOnboarding-dev:\*|ses:[^*]+:identity\/\*)$/;

const everyStatement = ({ deployment }: Stacks) =>
  deployment.ofType("AWS::IAM::Role").flatMap((role) => statementsOf(deployment, role));
const set = (names: Iterable<unknown>) => new Set(names);

/** Who may do what: the roles, and the people who sign in. */
export function accessSuite(stacks: () => Stacks): void {
  describe("a role", () => {
    test.each(FUNCTION_NAMES)("of %s allows what its line in grants.ts says, and nothing more", (name) => {
      const { deployment } = stacks();
      const allowed = statementsOf(deployment, stacks().settings(name).role).flatMap(({ Action }) => Action);
      const granted = Object.values(GRANTS[name]).flat();
      expect(allowed.toSorted()).toEqual([...EVERY, ...(BESIDE[name] ?? []), ...granted].toSorted());
    });

    test("has no wildcard in an action, and no policy that AWS manages", () => {
      for (const { Action } of everyStatement(stacks())) expect(Action.join(" ")).not.toContain("*");
      for (const { properties } of stacks().deployment.ofType("AWS::IAM::Role")) {
        expect(properties).not.toHaveProperty("ManagedPolicyArns");
      }
    });

    test("names every resource, but for actions that have none and names that are given later", () => {
      for (const { Action, Resource } of everyStatement(stacks())) {
        const open = Resource.filter((name) => name.includes("*") && !NAMED_LATER.test(name));
        const allowed = open.length === 0 ? [] : Action;
        expect(set(open)).toEqual(set(open.length === 0 ? [] : ["*"]));
        expect(WITHOUT_RESOURCE).toEqual(expect.arrayContaining([...allowed]));
      }
    });

    test("uses the customer key only through the services that keep data under it", () => {
      const keyed = everyStatement(stacks()).filter(({ Action }) =>
        Action.some((action) => action.startsWith("kms:")),
      );
      expect(keyed.length).toBeGreaterThan(0);
      for (const { Condition } of keyed) {
        expect(Condition).toEqual({
          StringEquals: {
            "kms:ViaService": ["dynamodb", "s3", "secretsmanager"].map(
              (service) => `${service}.eu-central-1.amazonaws.com`,
            ),
          },
        });
      }
    });

    test("of the state machine invokes the two functions of its definition and no other", () => {
      const role = stacks().deployment.byId(
        String(stacks().only("AWS::StepFunctions::StateMachine").properties["RoleArn"]),
      );
      const invoked = role
        ? statementsOf(stacks().deployment, role)
            .filter(({ Action }) => Action.includes("lambda:InvokeFunction"))
            .flatMap(({ Resource }) => Resource.map((arn) => stacks().nameOf(arn)))
        : [];
      expect(invoked.toSorted()).toEqual(["finish", "open-stage"]);
    });
  });

  test("the pipe reads its queue and invokes its function, and nothing else", () => {
    const { properties } = stacks().only("AWS::Pipes::Pipe");
    const role = stacks().deployment.byId(String(properties["RoleArn"]));
    const statements = role ? statementsOf(stacks().deployment, role) : [];
    expect(statements.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], [properties["Source"]]],
      [["lambda:InvokeFunction"], [properties["Target"]]],
    ]);
  });

  describe("an operator", () => {
    test("is invited, needs a second factor and a long password", () => {
      expect(stacks().only("AWS::Cognito::UserPool").properties).toMatchObject({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: "ON",
        EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
        DeletionProtection: "ACTIVE",
      });
    });

    test("has a role by group, and cannot write which vendors they see", () => {
      const groups = stacks().deployment.ofType("AWS::Cognito::UserPoolGroup");
      expect(set(groups.map(({ properties }) => properties["GroupName"]))).toEqual(
        set(["onboarding:admin", "onboarding:operator", "onboarding:viewer"]),
      );
      const { properties } = stacks().only("AWS::Cognito::UserPoolClient");
      expect(properties["ReadAttributes"]).toContain("custom:vendors");
      expect(properties["WriteAttributes"]).toEqual(["email", "name"]);
    });

    test("signs in at the pool by code with PKCE, and comes back to the console", () => {
      const { variables } = stacks().settings("ops-console");
      const client = stacks().only("AWS::Cognito::UserPoolClient");
      const pool = stacks().only("AWS::Cognito::UserPool");
      expect(client.properties).toMatchObject({
        AllowedOAuthFlows: ["code"],
        GenerateSecret: false,
        CallbackURLs: [`${variables["BASE_URL"]}/console/sign-in/callback`],
      });
      expect(variables).toMatchObject({
        OIDC_ISSUER: `https://cognito-idp.eu-central-1.amazonaws.com/${pool.ref}`,
        OIDC_CLIENT_ID: client.ref,
        OIDC_ROLE_CLAIMS: "cognito:groups",
        OIDC_VENDORS_CLAIM: "custom:vendors",
      });
    });
  });
}
