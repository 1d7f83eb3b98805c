import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { linksIn } from "../../cli/partner-robot.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import { readConfig } from "../../local/config.ts";
import type { Credentials } from "../../local/credentials-file.ts";
import { startServer } from "../../local/server.ts";
import type { RunningServer } from "../../local/server.ts";
import { freePort } from "../free-port.ts";
import { loopbackServer } from "../loopback-server.ts";

const SMOKE = fileURLToPath(new URL("../../cli/smoke.ts", import.meta.url));
const MAIL_COMMAND = `"${process.execPath}" -e "fetch(process.env.INBOX, { headers: { authorization: 'Bearer ' + process.env.API_KEY } }).then((r) => r.json()).then((all) => all.forEach(({ text }) => console.log(text)))"`;

let folder: string;
let server: RunningServer;
let credentials: Credentials;
let nobody: number;
beforeAll(async () => {
  nobody = await freePort();
  folder = await mkdtemp(join(tmpdir(), "smoke-"));
  server = await startServer({ config: readConfig({ DATA_DIR: folder, PORT: "0" }), onFault: () => {} });
  if (!server.credentials) throw new Error("There are no credentials.");
  credentials = server.credentials;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const keys = () => ({
  VENDOR_ID: credentials.vendorId,
  WEBHOOK_SECRET: credentials.webhookSecret,
  API_KEY: credentials.apiKey,
});
const elsewhere = { DATA_DIR: "/nonexistent" };
const consoleLink = async () => `${server.baseUrl}/console/sign-in#${await server.core.localLinks.issue()}`;

/** `npm run smoke`; what it said so far, and its end. */
function smoke(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [SMOKE, ...args], {
    env: { ...process.env, DATA_DIR: folder, ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = once(child, "close").then(() => ({ code: child.exitCode, out, err }));
  return { child, ended, said: () => out };
}

const PATIENCE = { timeout: 30_000, interval: 50 };

async function contractLink(id: string) {
  const mails = await vendorClient(credentials).mails(id);
  return mails.flatMap(({ text }) => linksIn(text)).find(({ stage }) => stage === "contract");
}

const passedOn = (headers: IncomingHttpHeaders): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value !== "string" || ["host", "connection", "content-length"].includes(name)
      ? []
      : [[name, value]],
  );

/** The same server at another address and without its inbox, like a stage on AWS. */
const withoutInbox = (): Promise<string> =>
  loopbackServer(async (request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/inbox")) return void response.writeHead(404).end();
    const body = Buffer.concat(await request.toArray());
    const answer = await fetch(server.baseUrl + path, {
      method: request.method ?? "GET",
      headers: passedOn(request.headers),
      redirect: "manual",
      ...(body.length > 0 && { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    // It has been unpacked and put together.
    const packing = ["content-encoding", "transfer-encoding", "content-length"];
    const headers = [...answer.headers].filter(([name]) => !packing.includes(name));
    response.writeHead(answer.status, Object.fromEntries(headers)).end(bytes);
  });

const url = (): readonly string[] => ["--url", server.baseUrl];
const PASSED = /\npassed in [\d.]+ s: \S+\/console\/runs\/demo\.[a-z0-9]+\n$/;

describe("the smoke test", () => {
  test("plays it all by itself on the server of the data folder, and prints each step", async () => {
    const { code, out, err } = await smoke(url()).ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(PASSED);
    const stages = [...out.matchAll(/^stage (\w+)$/gm)].map(([, stage]) => stage);
    expect(stages.filter((stage) => stage !== "done")).toEqual([
      "contract",
      "training",
      "certification",
      "first_deal",
    ]);
    expect(out).toContain("4 stages completed, 2 certificates can be looked at");
  }, 60_000);

  test("reads the links from what a command prints, with one person in every role", async () => {
    const args = [
      "--to",
      "ada@vendor.example",
      "--mail-command",
      MAIL_COMMAND,
      "--console-link",
      await consoleLink(),
    ];
    const env = { ...keys(), ...elsewhere, INBOX: `${server.baseUrl}/inbox/messages?limit=100` };
    const { code, out, err } = await smoke([...url(), ...args], env).ended;
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(PASSED);
    expect(out).not.toContain("c2");
    const id = /onboarding (demo\.[a-z0-9]+)/.exec(out)?.[1] ?? "";
    const mails = await vendorClient(credentials).mails(id);
    expect(new Set(mails.map(({ to }) => to))).toEqual(new Set(["ada@vendor.example"]));
  }, 60_000);

  test("asks for each link where no inbox can be read, and fails when none is given", async () => {
    const origin = await withoutInbox();
    const env = { ...keys(), ...elsewhere };
    const unread = await smoke(["--url", origin], env).ended;
    expect(unread.code).toBe(1);
    expect(unread.err).toContain("--to");

    const { child, ended, said } = smoke(["--url", origin, "--to", "ada@vendor.example"], env);
    await vi.waitUntil(() => said().includes("paste the link"), PATIENCE);
    const id = /onboarding (demo\.[a-z0-9]+)/.exec(said())?.[1] ?? "";
    const link = await vi.waitUntil(() => contractLink(id), PATIENCE);
    child.stdin.write(`Please sign: ${server.baseUrl}${link.path}#${link.secret}\n`);
    await vi.waitUntil(() => /paste[^]*paste/.test(said()), PATIENCE);
    expect(said()).toContain("c1 read and signed the agreement");
    child.stdin.end();
    const { code, err } = await ended;
    expect([code, err]).toEqual([1, "The smoke test failed: no link of the stage training was given\n"]);
  }, 60_000);

  test.each([
    ["the folder is another server's", () => ["--url", "http://127.0.0.1:10"], {}, "VENDOR_ID"],
    ["nothing is served there", () => ["--url", `http://127.0.0.1:${nobody}`], { ALL: "" }, "ECONNREFUSED"],
    ["the address is none", () => ["--url", "acme"], {}, "--url"],
    [
      "a secret is missing",
      url,
      { VENDOR_ID: "demo", API_KEY: "x", WEBHOOK_SECRET: "" },
      "Set WEBHOOK_SECRET too.",
    ],
    ["the API key is not in force", url, { API_KEY: "demo.x" }, "API key is not in force"],
    [
      "the webhook secret is another",
      url,
      { WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString("base64")}` },
      "answered 401",
    ],
    [
      "the link into the console was used",
      () => [...url(), "--console-link", credentials.consoleUrl + "x"],
      {},
      "sign-in",
    ],
    ["the folder holds no program", () => [...url(), "--program", "nowhere"], {}, "program.json"],
    ["it does not know an option", () => ["--frob"], {}, "--frob"],
  ] as const)("says so when %s, and begins nothing", async (...[, args, env, why]) => {
    const own = Object.keys(env).length === 0 ? {} : keys();
    const before = (await vendorClient(credentials).mails("demo.")).length;
    const { code, err } = await smoke(args(), { ...own, ...env }).ended;
    expect(code).toBe(1);
    expect(err).toContain(why);
    expect((await vendorClient(credentials).mails("demo.")).length).toBe(before);
  });
});
