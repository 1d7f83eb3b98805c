import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { anchorFile } from "../../adapters/anchor-file.ts";
import { commitKey, stateKey } from "../../adapters/dynamo-keys.ts";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import { watchedStore } from "../../adapters/watched-store.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Commit, Effects, Onboardings } from "../../domain/ports.ts";
import { start } from "../../domain/start.ts";
import type { Hmac, Vendors } from "../../domain/world.ts";
import { makeChange } from "../../functions/change.ts";
import { commitOf } from "../../functions/commit.ts";
import type { DynamoPrograms } from "../../adapters/dynamo-programs.ts";
import { onDynamo } from "../adapters/open-dynamo-stores.ts";
import { ACME, makeInbox, makeOnboarding, makeStart, makeVendor, T0 } from "../make.ts";
import { makeProgram } from "../make-program.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { command, deployedStage } from "./deployed-stage.ts";
import type { DeployedStage } from "./deployed-stage.ts";

interface Store {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly programs: DynamoPrograms;
  readonly vendors: Vendors;
  readonly hmac: Hmac;
}

const { id } = makeOnboarding();
const GONE = onboardingId(ACME, "gone00000001");

interface Head {
  readonly onboarding: OnboardingId;
  readonly rev: number;
  readonly head: string;
}

/** An onboarding with two commits; the head of each, as it would be anchored. */
async function twoCommits(store: Store): Promise<readonly Head[]> {
  const heads: Head[] = [];
  const committed = ({ onboarding, item }: Commit): void =>
    void heads.push({ onboarding: onboarding.id, rev: item.rev, head: item.hash });
  const watched = watchedStore(store, { committed, failed: () => {} });
  const program = makeProgram();
  await store.vendors.put(makeVendor());
  await store.programs.publish(program);
  await watched.onboardings.save(
    commitOf(start(makeStart(), program), {
      id,
      stored: null,
      actor: { kind: "vendor", webhookId: "w1" },
      now: T0,
      program,
      outbound: false,
      inbox: makeInbox(makeOnboarding(), "w1"),
      hmac: store.hmac,
    }),
  );
  const change = makeChange({ ...watched, clock: () => T0 });
  await change(id, { kind: "put_on_hold", note: "Holidays" }, { kind: "operator", operator: "olga" });
  return heads;
}

/** As `aws logs filter-log-events --query 'events[].message'` prints what the functions wrote. */
function fetched(heads: readonly Head[]): string {
  const file = join(temporaryFolder(), "anchors.json");
  const messages = heads.map((anchor) => `${JSON.stringify({ level: "INFO", message: "commit", anchor })}\n`);
  writeFileSync(file, JSON.stringify(messages, null, 4));
  return file;
}

const keyOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => ({
  pk: { S: pk },
  sk: { S: sk },
});

onDynamo((local) => {
  let stage: DeployedStage;
  let heads: readonly Head[];
  beforeEach(async () => {
    stage = await deployedStage(local());
    heads = await twoCommits(stage.store);
  });
  const verify = (...args: readonly string[]) => command("verify", args, stage.env);
  const TableName = () => stage.env.TABLE;

  test("the logs of a deployed stage are whole, and it says what was not checked", async () => {
    const { code, stdout, stderr } = await verify();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^1 logs checked, 0 broken\nOnly the chains .*--anchors FILE/);
    expect((await verify(id, "--anchors", fetched(heads))).stdout).toBe(
      "1 logs checked, 0 broken\n1 of them have an anchor\n",
    );
  });

  test("a commit that was changed there is named", async () => {
    await local()
      .client()
      .send(
        new UpdateItemCommand({
          TableName: TableName(),
          Key: keyOf(commitKey(id, 1)),
          UpdateExpression: "SET #hash = :hash",
          ExpressionAttributeNames: { "#hash": "hash" },
          ExpressionAttributeValues: { ":hash": { S: "forged" } },
        }),
      );
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toContain(`${id}: commit 1 was changed\n1 logs checked, 1 broken\n`);
  });

  test("a log taken away whole is found by its anchor alone", async () => {
    const client = local().client();
    await client.send(new DeleteItemCommand({ TableName: TableName(), Key: keyOf(stateKey(id)) }));
    expect((await verify()).code).toBe(0);
    const { code, stdout } = await verify("--anchors", fetched(heads));
    expect(code).toBe(1);
    expect(stdout).toContain(`${id}: there is no such onboarding\n1 logs checked, 1 broken\n`);
  });

  test("a log that is not what was anchored is found", async () => {
    const [first, second] = heads;
    if (!first || !second) throw new Error("There are no two commits.");
    const { code, stdout } = await verify("--anchors", fetched([first, { ...second, rev: 3 }]));
    expect(code).toBe(1);
    expect(stdout).toContain(`${id}: the log differs from its anchor at commit 3\n`);
  });
});

describe("a data folder", () => {
  test("is verified against its own anchors, or against a copy kept elsewhere", async () => {
    const folder = temporaryFolder();
    const { hmac } = await openNodeSecrets(folder, join(folder, "onboarding.db"));
    const store = openSqliteStore({ file: join(folder, "onboarding.db"), hmac });
    const heads = await twoCommits({ ...store, hmac });
    store.close();
    const verify = (...args: readonly string[]) => command("verify", args, { DATA_DIR: folder });
    const copy = join(temporaryFolder(), "anchors.jsonl");
    await anchorFile(copy).append(
      [...heads, { onboarding: GONE, rev: 1, head: "h" }].map((head) => ({ at: T0, ...head })),
    );

    expect(await verify()).toMatchObject({ code: 0, stdout: "1 logs checked, 0 broken\n" });
    expect(await verify("--anchors", copy)).toMatchObject({
      code: 1,
      stdout: `${GONE}: there is no such onboarding\n2 logs checked, 1 broken\n`,
    });
    expect((await verify("--anchors", `${copy}.not`)).stderr).toContain("does not exist");
    expect((await verify("A!")).stderr).toBe('"A!" is not an onboarding id\n');
  });
});
