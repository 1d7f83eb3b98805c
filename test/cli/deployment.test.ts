import { beforeEach, describe, expect, test } from "vitest";
import { DeploymentFault, deploymentIn } from "../../cli/deployment.ts";
import { onDynamo } from "../adapters/open-dynamo-stores.ts";
import { loopbackServer } from "../loopback-server.ts";
import { ACME } from "../make.ts";
import { programFiles, writeProgramFiles } from "../make-program-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { command, CREDENTIALS, deployedStage, SECRET } from "./deployed-stage.ts";
import type { DeployedStage } from "./deployed-stage.ts";

const NAMES = { TABLE: "t", BUCKET: "b", SECRET };

/** An AWS that answers everything with this error. */
const refusing = (status: number, type: string, message: string): Promise<string> =>
  loopbackServer((request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify({ __type: type, message }));
  });

describe("which installation a command works on", () => {
  test("is the data folder when nothing names a stage, or with empty names", () => {
    expect(deploymentIn({})).toBeNull();
    expect(deploymentIn({ TABLE: "", BUCKET: "", SECRET: "" })).toBeNull();
  });

  test("is the stage in the region of its secret, whatever region is set", () => {
    expect(deploymentIn({ ...NAMES, AWS_REGION: "us-east-1" })).toEqual({
      table: "t",
      bucket: "b",
      secret: SECRET,
      region: "eu-central-1",
    });
  });

  test.each([
    [{ TABLE: "t" }, /BUCKET \(.*BucketName\) and SECRET \(.*SecretArn\)/],
    [{ TABLE: "t", SECRET }, /set BUCKET \(.*BucketName\) too/],
    [{ ...NAMES, SECRET: "master-key" }, /SecretArn/],
  ])("is refused where %o do not name one", (env, why) => {
    expect(() => deploymentIn(env)).toThrow(DeploymentFault);
    expect(() => deploymentIn(env)).toThrow(why);
  });

  test("is neither with some of the names: every command says which are missing, and makes nothing", async () => {
    for (const [name, args] of [
      ["vendor", ["list"]],
      ["program", ["list"]],
      ["verify", []],
    ] as const) {
      const { code, stdout, stderr } = await command(name, args, { TABLE: "t", SECRET });
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^.*BUCKET.*BucketName.*\n$/);
    }
  });
});

describe("what AWS refuses is told in one line that says what to do", () => {
  test.each([
    ["ExpiredTokenException", "The security token included in the request is expired", "sign in again"],
    ["UnrecognizedClientException", "The security token is invalid.", "sign in again"],
    [
      "AccessDeniedException",
      "User: x is not\nauthorized to perform: secretsmanager:GetSecretValue",
      "GetSecretValue",
    ],
    ["ResourceNotFoundException", "Secrets Manager can't find the specified secret.", "SecretArn"],
    ["ThrottlingException", "Rate exceeded", "Try again"],
  ])("%s", async (type, message, advice) => {
    const AWS_ENDPOINT_URL = await refusing(400, type, message);
    const { code, stdout, stderr } = await command("vendor", ["list"], {
      ...NAMES,
      ...CREDENTIALS,
      AWS_ENDPOINT_URL,
    });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(advice);
  });

  test("no credentials", async () => {
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...without } = CREDENTIALS;
    const { code, stderr } = await command("program", ["list"], { ...NAMES, ...without });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^There are no AWS credentials: sign in [^\n]+\n$/);
  });

  test("no answer", async () => {
    const env = { ...NAMES, ...CREDENTIALS, AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    const { code, stderr } = await command("verify", [], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^AWS does not answer: [^\n]+ECONNREFUSED[^\n]+\n$/);
  });
});

onDynamo((local) => {
  let stage: DeployedStage;
  beforeEach(async () => {
    stage = await deployedStage(local());
  });

  test("vendors are added, listed and changed there, with keys that work there", async () => {
    const { env, store } = stage;
    const added = await command("vendor", ["add", "acme", "--name", "Acme AI"], env);
    expect([added.code, added.stderr]).toEqual([0, ""]);
    const key = /acme\.[\w-]{32}/.exec(added.stdout)?.[0] ?? "";
    expect(await store.vendors.byApiKey(store.hmac("api_key", key))).toMatchObject({
      id: ACME,
      name: "Acme AI",
    });
    const again = await command("vendor", ["add", "acme", "--name", "Acme AI"], env);
    expect([again.code, again.stderr]).toEqual([1, "There is a vendor acme already; nothing was changed.\n"]);
    await command("vendor", ["set-webhook", "acme", "https://crm.acme.example/hook"], env);
    expect((await command("vendor", ["list"], env)).stdout).toBe(
      "acme\tAcme AI\tevents to https://crm.acme.example/hook\n",
    );
  });

  test("programs are published there, once, and listed", async () => {
    const { env, store } = stage;
    const folder = temporaryFolder();
    writeProgramFiles(folder, programFiles());
    expect((await command("program", ["list"], env)).stdout).toBe(
      `no program is published in ${env.TABLE}\n`,
    );
    const first = await command("program", ["publish", folder], env);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    const version = /[0-9a-f]{64}/.exec(first.stdout)?.[0] ?? "";
    expect((await command("program", ["publish", folder], env)).stdout).toContain("nothing changed");
    expect((await command("program", ["list"], env)).stdout).toBe(`small ${version}\n`);
    expect(await store.programs.current("small")).toMatchObject({ version });
  });

  test("a table or bucket of another name is named", async () => {
    const { env } = stage;
    const { code, stderr } = await command("vendor", ["list"], { ...env, TABLE: "onboardings" });
    expect([code, stderr]).toEqual([
      1,
      "There is no table onboardings in eu-central-1 in this account: take the State stack's TableName.\n",
    ]);
    const folder = temporaryFolder();
    writeProgramFiles(folder, programFiles());
    const published = await command("program", ["publish", folder], { ...env, BUCKET: "nowhere" });
    expect(published.code).toBe(1);
    expect(published.stderr).toBe(
      "There is no bucket nowhere in eu-central-1: take the State stack's BucketName.\n",
    );
  });
});
