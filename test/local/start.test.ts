import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../free-port.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { failedStart, run, startCommand, startProcess } from "./server-process.ts";

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };

/** Whether somebody without rights gets as far as the program and to temporary folders. */
const nobodyReaches = (): boolean => {
  const { status } = spawnSync(process.execPath, ["-e", `fs.readdirSync("${tmpdir()}")`], nobody);
  return status === 0;
};

/** It says what is wrong and what to do, and nothing of how the program is made. */
const advice = (...words: readonly RegExp[]) => ({
  code: 1,
  stderr: expect.stringMatching(
    new RegExp(
      `^Cannot start: (?![^]*^ +at )${words.map(({ source }) => `(?=[^]*${source})`).join("")}`,
      "m",
    ),
  ),
});

describe("the first start", () => {
  test("answers soon, keeps its secrets to itself, and stops when asked", async () => {
    const dataDir = join(temporaryFolder(), "data");
    const server = await startProcess(dataDir);
    const { baseUrl, consoleUrl, vendorId } = server.credentials;
    expect(await (await fetch(`${baseUrl}/healthz`)).json()).toEqual({ status: "ok" });
    expect(vendorId).toBe("demo");
    expect(consoleUrl).toMatch(/\/console\/sign-in#[\w-]{20,}$/);
    for (const file of ["credentials.json", "secrets.json"]) {
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(await server.stop()).toMatchObject({ code: 0, stderr: "" });
  });

  test("stops at once when asked a second time, whatever is under way", async () => {
    const server = await startProcess(temporaryFolder());
    const { hostname, port } = new URL(server.credentials.baseUrl);
    const unfinished = request({
      hostname,
      port,
      path: "/webhooks/demo",
      method: "POST",
      headers: { "content-length": 9, expect: "100-continue" },
    });
    unfinished.on("error", () => {}).flushHeaders();
    await once(unfinished, "continue");
    const asking = setInterval(() => server.signal(), 100);
    onTestFinished(() => clearInterval(asking));
    expect(await server.ended).toMatchObject({ code: 1, stderr: "" });
  });

  test("answers an address that no page has with a page, as careful as the others", async () => {
    const { credentials } = await startProcess(temporaryFolder());
    for (const path of ["/nothing", "/assets/nothing.css", "/docs/nothing"]) {
      const answer = await fetch(credentials.baseUrl + path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(await answer.text()).toContain("Page not found");
    }
    const posted = await fetch(`${credentials.baseUrl}/nothing`, { method: "POST" });
    expect(posted.status).toBe(404);
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
    expect(ended).toMatchObject(advice(/OIDC_ISSUER/, /SMTP_URL/));
    expect(existsSync(dataDir)).toBe(false);
  });

  test("every one is named at once, with what it should be", async () => {
    const ended = await failedStart({
      DATA_DIR: temporaryFolder(),
      PORT: "eighty",
      BASE_URL: "partners.example.com",
      SMTP_URL: "mail.example.com",
    });
    expect(ended).toMatchObject(advice(/PORT: a number/, /BASE_URL: an address/, /SMTP_URL: an address/));
  });

  test("a provider without a client is refused", async () => {
    const ended = await failedStart({
      DATA_DIR: temporaryFolder(),
      OIDC_ISSUER: "https://login.example.com",
    });
    expect(ended).toMatchObject(advice(/OIDC_CLIENT_ID/, /OIDC_CLIENT_SECRET/));
  });

  test("a port that is taken", async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const dataDir = join(temporaryFolder(), "data");
    expect(await failedStart({ DATA_DIR: dataDir, PORT: String(port) })).toMatchObject(
      advice(/is taken/, /PORT=/),
    );
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe("a data folder that cannot be used", () => {
  let made: Promise<string> | null = null;
  afterAll(async () => {
    if (made) rmSync(await made, { recursive: true, force: true });
  });

  /** A copy of a folder that a server has run on. */
  async function usedFolder(): Promise<string> {
    made ??= (async () => {
      const folder = mkdtempSync(join(tmpdir(), "partner-onboarding-used-"));
      await (await startProcess(folder)).stop();
      return folder;
    })();
    const dataDir = temporaryFolder();
    cpSync(await made, dataDir, { recursive: true });
    return dataDir;
  }

  test.each(["onboarding.db", "engine.db", "machine.db", "secrets.json"])("%s is corrupt", async (name) => {
    const dataDir = await usedFolder();
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(dataDir, name + suffix), { force: true });
    writeFileSync(join(dataDir, name), "This is not what it was. ".repeat(400));
    const ended = await failedStart({ DATA_DIR: dataDir });
    expect(ended).toMatchObject(advice(new RegExp(name.replace(".", "\\.")), /[Rr]estore it from a backup/));
  });

  test("secrets.json is gone", async () => {
    const dataDir = await usedFolder();
    rmSync(join(dataDir, "secrets.json"));
    expect(await failedStart({ DATA_DIR: dataDir })).toMatchObject(
      advice(/secrets\.json is missing/, /backup/),
    );
    expect(existsSync(join(dataDir, "secrets.json"))).toBe(false);
  });

  test("a file stands where the folder should be", async () => {
    const file = join(temporaryFolder(), "data");
    writeFileSync(file, "");
    expect(await failedStart({ DATA_DIR: file })).toMatchObject(advice(/data/, /DATA_DIR/));
  });

  test("it belongs to somebody else", async ({ skip }) => {
    skip(isRoot && !nobodyReaches(), "nobody else may read the folders above this project");
    const parent = temporaryFolder();
    const dataDir = join(parent, "data");
    mkdirSync(dataDir);
    chmodSync(parent, 0o755);
    chmodSync(dataDir, 0o555);
    const ended = await failedStart({ DATA_DIR: dataDir }, isRoot ? nobody : {});
    expect(ended).toMatchObject(advice(new RegExp(dataDir), /written|write/));
  });

  test("a server runs on it already", async () => {
    const dataDir = temporaryFolder();
    const first = await startProcess(dataDir);
    expect(await failedStart({ DATA_DIR: dataDir })).toMatchObject(
      advice(/in use by another process/, /Stop that process/),
    );
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
    expect(ended).toMatchObject(advice(new RegExp(dataDir), /disk/));
  });
});
