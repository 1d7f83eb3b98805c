import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { LOCAL_SIGN_IN_TABLE, localSignIn } from "../../adapters/local-sign-in.ts";
import { openSqliteDatabase } from "../../adapters/sqlite-database.ts";
import type { Instant } from "../../domain/ids.ts";
import { after, DAY, T0 } from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function open(file = ":memory:") {
  const db = openSqliteDatabase({ file, migrations: [LOCAL_SIGN_IN_TABLE] });
  onTestFinished(() => db.close());
  let now: Instant = T0;
  const moveTo = (instant: Instant) => (now = instant);
  return { db, signIn: localSignIn(db, () => now), moveTo };
}

describe("a one-time link", () => {
  test("lets its bearer in as this machine's admin", async () => {
    const { signIn } = open();
    const operator = await signIn.redeem(await signIn.issue());
    expect(operator).toEqual({ id: "local", name: "Local admin", role: "admin", vendors: "all" });
  });

  test("works once, also when two come at the same time", async () => {
    const { signIn } = open();
    const secret = await signIn.issue();
    const both = await Promise.all([signIn.redeem(secret), signIn.redeem(secret)]);
    expect(both.filter((operator) => operator !== null)).toHaveLength(1);
    expect(await signIn.redeem(secret)).toBeNull();
  });

  test("is good until a day has passed", async () => {
    const { signIn, moveTo } = open();
    const [early, late] = [await signIn.issue(), await signIn.issue()];
    moveTo(after(DAY - 1));
    expect(await signIn.redeem(early)).not.toBeNull();
    moveTo(after(DAY));
    expect(await signIn.redeem(late)).toBeNull();
  });

  test("cannot be guessed", async () => {
    const { signIn } = open();
    const secret = await signIn.issue();
    expect(secret).toMatch(/^[\w-]{43}$/);
    for (const guess of ["", "x", secret.slice(1), secret.toLowerCase(), `${secret} `]) {
      expect(await signIn.redeem(guess)).toBeNull();
    }
  });

  test("made by another process is good here", async () => {
    const file = join(temporaryFolder(), "test.db");
    const [server, command] = [open(file), open(file)];
    const secret = await command.signIn.issue();
    expect(await server.signIn.redeem(secret)).not.toBeNull();
    expect(await command.signIn.redeem(secret)).toBeNull();
  });

  test("is not kept: only its digest, and not beyond its time", async () => {
    const { db, signIn, moveTo } = open();
    const secret = await signIn.issue();
    const rows = () => db.prepare("SELECT * FROM sign_in_secret").all();
    expect(JSON.stringify(rows())).not.toContain(secret);
    moveTo(after(2 * DAY));
    await signIn.issue();
    expect(rows()).toHaveLength(1);
  });
});
