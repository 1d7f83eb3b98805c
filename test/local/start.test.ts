import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { failedStart, freePort, run, startCommand, startProcess } from "./server-process.ts";
import type { Ended } from "./server-process.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** It said in one line what is wrong and what to do, and nothing of how the program is made. */
function expectAdvice({ code, stderr }: Ended, ...advice: readonly (string | RegExp)[]): void {
  expect(code).toBe(1);
  for (const words of advice) expect(stderr).toMatch(words);
  expect(stderr).toMatch(/^Cannot start: /);
  expect(stderr).not.toMatch(/^\s+at /m);
}

describe("the first start", () => {
  test("answers soon, keeps its secrets to itself, and stops when asked", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const server = await startProcess(dataDir);
    const { baseUrl, consoleUrl, vendorId } = server.credentials;
    expect(await (await fetch(`${baseUrl}/healthz`)).json()).toEqual({ status: "ok" });
    expect(vendorId).toBe("demo");
    expect(consoleUrl).toMatch(/\/console\/sign-in#[\w-]{20,}$/);
    for (const file of ["credentials.json", "secrets.json"]) {
      expect(statSync(join(dataDir, file)).mode & 0o777, file).toBe(0o600);
    }
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(await server.stop()).toMatchObject({ code: 0, stderr: "" });
  });

  test("answers one host only", async () => {
    const { credentials } = await startProcess(temporaryFolder());
    const { hostname, port } = new URL(credentials.baseUrl);
    const statusFor = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const sent = request({ hostname, port, path: "/docs", headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        sent.on("error", reject).end();
      });
    expect(await statusFor(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusFor(`localhost:${port}`)).toBe(421);
    expect(await statusFor("evil.example")).toBe(421);
  });
});

describe("settings that do not fit", () => {
  test("a public address without sign-in and mail is refused, and nothing is written", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const ended = await failedStart({ DATA_DIR: dataDir, BASE_URL: "https://partners.example.com" });
    expectAdvice(ended, /OIDC_ISSUER/, /SMTP_URL/);
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each([
    ["PORT", "eighty"],
    ["PORT", "70000"],
    ["BASE_URL", "partners.example.com"],
    ["SMTP_URL", "mail.example.com"],
    ["OIDC_ISSUER", "https://login.example.com"],
  ])("%s=%s is refused by name", async (name, value) => {
    const ended = await failedStart({ DATA_DIR: temporaryFolder(), [name]: value });
    expectAdvice(ended, new RegExp(name));
  });

  test("a port that is taken", async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(Number(port), "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const dataDir = join(temporaryFolder(), "data");
    expectAdvice(await failedStart({ DATA_DIR: dataDir, PORT: port }), /is taken/, /PORT=/);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe("a data folder that cannot be used", () => {
  let made = "";
  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), "partner-onboarding-made-"));
    await run(["/bin/sh", "-c", `${startCommand} & sleep_until() { while ! [ -s "${made}/credentials.json" ]; do :; done; }; sleep_until; kill $!; wait`], {
      DATA_DIR: made,
      PORT: "0",
    });
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  test.each(["onboarding.db", "engine.db", "machine.db", "secrets.json"])("%s is corrupt", async (name) => {
    const dataDir = temporaryFolder();
    cpSync(made, dataDir, { recursive: true });
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(dataDir, name + suffix), { force: true });
    writeFileSync(join(dataDir, name), "This is not what it was. ".repeat(400));
    const ended = await failedStart({ DATA_DIR: dataDir });
    expectAdvice(ended, new RegExp(name.replace(".", "\\.")), /[Rr]estore it from a backup/);
  });

  test("secrets.json is gone", async () => {
    const dataDir = temporaryFolder();
    cpSync(made, dataDir, { recursive: true });
    rmSync(join(dataDir, "secrets.json"));
    expectAdvice(await failedStart({ DATA_DIR: dataDir }), /secrets\.json is missing/, /backup/);
    expect(existsSync(join(dataDir, "secrets.json"))).toBe(false);
  });

  test("a file stands where the folder should be", async () => {
    const file = join(temporaryFolder(), "data");
    writeFileSync(file, "");
    expectAdvice(await failedStart({ DATA_DIR: file }), /data/, /DATA_DIR/);
  });

  test("it belongs to somebody else", async () => {
    const parent = temporaryFolder();
    const dataDir = join(parent, "data");
    mkdirSync(dataDir);
    chmodSync(parent, 0o755);
    chmodSync(dataDir, 0o555);
    const ended = await failedStart({ DATA_DIR: dataDir }, isRoot ? { uid: NOBODY, gid: NOBODY } : {});
    expectAdvice(ended, new RegExp(dataDir), /written|write/);
  });

  test("a server runs on it already", async () => {
    const dataDir = temporaryFolder();
    const first = await startProcess(dataDir);
    expectAdvice(await failedStart({ DATA_DIR: dataDir }), /in use by another process/, /Stop that process/);
    expect((await fetch(`${first.credentials.baseUrl}/healthz`)).status).toBe(200);
    const credentials = statSync(join(dataDir, "credentials.json"));
    expect(credentials.size).toBeGreaterThan(0);
  });

  test("there is no room to write", async () => {
    const dataDir = temporaryFolder();
    // What the system says when a file may not grow; a disk that is full says it of every file.
    const ended = await run(["/bin/bash", "-c", `ulimit -f 200; exec ${startCommand}`], {
      DATA_DIR: dataDir,
      PORT: "0",
    });
    expectAdvice(ended, new RegExp(dataDir), /disk/);
  });

  test("the disk is full", async ({ skip }) => {
    const disk = temporaryFolder();
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("a small disk cannot be mounted by this user");
    }
    onTestFinished(() => void execFileSync("umount", [disk]));
    expectAdvice(await failedStart({ DATA_DIR: join(disk, "data") }), /the disk is full/, /Free some space/);
  });
});
