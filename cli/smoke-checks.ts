import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { Program } from "../domain/program.ts";
import type { VendorKeys } from "./vendor-client.ts";

/** A deployed stage that is not as it should be; the message says what was seen. */
export class SmokeFault extends Error {
  override readonly name = "SmokeFault";
}

const TRIES = 5;

/** What was never sent again is not sent twice: only looks are repeated. */
async function look(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(30_000) });
    if (answer.status < 500 || tries === TRIES) return answer;
    await pause(500 * tries);
  }
}

async function expectJson<Shape extends z.ZodType>(
  url: string,
  shape: Shape,
  headers?: Readonly<Record<string, string>>,
): Promise<z.infer<Shape>> {
  const answer = await look(url, headers);
  const text = await answer.text();
  if (answer.status !== 200) throw new SmokeFault(`${url} answered ${answer.status}: ${text.slice(0, 300)}`);
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new SmokeFault(`${url} answered something else than expected: ${text.slice(0, 300)}`);
  }
}

const openapi = z.object({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() })).optional(),
});
const keys = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

/** The faces that need no key are there. */
export async function checkFaces(baseUrl: string, say: (line: string) => void): Promise<void> {
  await expectJson(`${baseUrl}/healthz`, z.object({ status: z.literal("ok") }));
  const { openapi: version } = await expectJson(`${baseUrl}/openapi.json`, openapi);
  await expectJson(`${baseUrl}/.well-known/jwks.json`, keys);
  const console = await look(`${baseUrl}/console`);
  if (console.status >= 400) throw new SmokeFault(`${baseUrl}/console answered ${console.status}`);
  say(`healthz, OpenAPI ${version}, issuer's keys and console answer`);
}

/** Without a valid signature nothing is taken. */
export async function checkForged(
  { baseUrl, vendorId }: VendorKeys,
  say: (line: string) => void,
): Promise<void> {
  const answer = await fetch(`${baseUrl}/webhooks/${vendorId}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (answer.status !== 401)
    throw new SmokeFault(`an unsigned webhook was answered ${answer.status} instead of 401`);
  say("an unsigned webhook is refused");
}

/** Whether mails can be read there: only one machine without SMTP has the built-in inbox. */
export async function hasInbox({ baseUrl, apiKey }: VendorKeys): Promise<boolean> {
  const answer = await look(`${baseUrl}/inbox/messages?limit=1`, { authorization: `Bearer ${apiKey}` });
  await answer.arrayBuffer();
  return answer.status === 200;
}

/** The API key is in force. */
export async function checkKey({ baseUrl, apiKey }: VendorKeys, say: (line: string) => void): Promise<void> {
  const answer = await look(`${baseUrl}/api/onboardings?limit=1`, { authorization: `Bearer ${apiKey}` });
  const text = await answer.text();
  if (answer.status === 401)
    throw new SmokeFault("the API key is not in force there: check API_KEY, or npm run vendor -- rotate-key");
  if (answer.status !== 200) throw new SmokeFault(`the API answered ${answer.status}: ${text.slice(0, 300)}`);
  say("the API takes the key");
}

const started = z.object({ program: z.object({ id: z.string(), version: z.string() }) });

/** The robot knows the right answers of one version only. */
export async function checkProgram(
  { baseUrl, apiKey }: VendorKeys,
  id: string,
  program: Program,
): Promise<void> {
  const authorization = `Bearer ${apiKey}`;
  const shown = await expectJson(`${baseUrl}/api/onboardings/${id}`, started, { authorization });
  if (shown.program.version === program.version) return;
  throw new SmokeFault(
    `${id} runs ${shown.program.id} ${shown.program.version.slice(0, 12)}, and the folder holds ${program.version.slice(0, 12)}: name the folder that was published with --program`,
  );
}

const finished = z.object({
  certificates: z.array(z.object({ url: z.url() })),
  stages: z.array(z.object({ stage: z.string(), state: z.string() })),
});

/** All four stages are done, and each certificate can be looked at without a login. */
export async function checkFinished(
  { baseUrl, apiKey }: VendorKeys,
  id: string,
  say: (line: string) => void,
): Promise<void> {
  const authorization = `Bearer ${apiKey}`;
  const { certificates, stages } = await expectJson(`${baseUrl}/api/onboardings/${id}`, finished, {
    authorization,
  });
  const open = stages.filter(({ state }) => state !== "completed");
  if (open.length > 0)
    throw new SmokeFault(`${id} is completed, but not ${open.map(({ stage }) => stage).join(", ")}`);
  for (const { url } of certificates) {
    const { status } = await look(url);
    if (status !== 200) throw new SmokeFault(`${url} answered ${status}`);
  }
  say(`${stages.length} stages completed, ${certificates.length} certificates can be looked at`);
}
