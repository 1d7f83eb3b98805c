import { request } from "node:http";
import { ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../local/config.ts";
import { stateMachineArn } from "../../local/engine/arn.ts";
import { startServer } from "../../local/server.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { announcement } from "../announcement.ts";
import { awsClient } from "../loopback-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";

async function started(env: Readonly<Record<string, string>>) {
  const config = readConfig({ PORT: "0", DATA_DIR: temporaryFolder(), ...env });
  const server = await startServer({ config, onFault: () => {} });
  onTestFinished(() => server.close());
  return server;
}

/** What is answered to who names the host so. */
const statusFor = (port: number, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", method: "POST", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject).end("{}");
  });

test("shows the SDK the executions of this installation", async () => {
  const { enginePort, credentials } = await started({ ENGINE_PORT: "0" });
  if (!credentials) throw new Error("there are no credentials");
  const { onboardingId } = await vendorClient(credentials).start("msg_1", announcement("one"));
  const client = new SFNClient(awsClient(`http://127.0.0.1:${enginePort}`));
  onTestFinished(() => client.destroy());
  const names = async () => {
    const command = new ListExecutionsCommand({ stateMachineArn: stateMachineArn("onboarding") });
    return (await client.send(command)).executions?.map(({ name }) => name);
  };
  await expect.poll(names).toEqual([`${onboardingId}-1`]);
});

test("answers nobody who calls it by another name", async () => {
  const { enginePort } = await started({ ENGINE_PORT: "0" });
  expect(await statusFor(enginePort ?? 0, `localhost:${enginePort}`)).toBe(400);
  expect(await statusFor(enginePort ?? 0, `rebound.example:${enginePort}`)).toBe(421);
});

test("is not there unless it is asked for", async () => {
  expect((await started({})).enginePort).toBeNull();
});

test("says which setting to change when its port is taken", async () => {
  const { enginePort } = await started({ ENGINE_PORT: "0" });
  await expect(started({ ENGINE_PORT: String(enginePort) })).rejects.toThrow(/is taken.*ENGINE_PORT=/);
});
