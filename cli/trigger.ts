import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod";
import { dataDir } from "./data-dir.ts";
import { runningServer } from "./running-server.ts";
import { vendorClient } from "./vendor-client.ts";

const USAGE = `Sends one signed webhook to the server that runs on DATA_DIR (./data unless set), and prints its answer.

  npm run trigger                              a sample partner; the same one again gets the same onboarding
  npm run trigger -- --external-id CRM-4712    the same partner under another id of your CRM
  npm run trigger -- --file partner.json       a body of your own, sent byte for byte`;

const SAMPLE = fileURLToPath(new URL("sample-partner.json", import.meta.url));

interface Options {
  readonly file?: string | undefined;
  readonly "external-id"?: string | undefined;
}

/** A user's own file goes out as it is, unless something in it is to be replaced. */
async function bodyFor({ file, "external-id": externalId }: Options): Promise<string> {
  const text = await readFile(file ?? SAMPLE, "utf8");
  if (file !== undefined && externalId === undefined) return text;
  const body = z.looseObject({ data: z.looseObject({}) }).parse(JSON.parse(text));
  const timestamp = file === undefined ? { timestamp: new Date().toISOString() } : {};
  const data = externalId === undefined ? body.data : { ...body.data, externalPartnerId: externalId };
  return JSON.stringify({ ...body, ...timestamp, data });
}

async function trigger(options: Options): Promise<number> {
  const credentials = await runningServer(dataDir());
  if (!credentials) {
    process.stderr.write(
      `No server answers for ${dataDir()}. Start it with npm start, or set DATA_DIR to the folder it runs on.\n`,
    );
    return 1;
  }
  const body = await bodyFor(options);
  const answer = await vendorClient(credentials).send(`msg_${randomUUID()}`, body);
  process.stdout.write(`HTTP ${answer.status}\n${JSON.stringify(await answer.json(), null, 2)}\n`);
  return answer.status === 202 ? 0 : 1;
}

async function main(args: readonly string[]): Promise<number> {
  const options = {
    file: { type: "string" },
    "external-id": { type: "string" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (!values.help) return trigger(values);
  process.stdout.write(`${USAGE}\n`);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  const why = fault instanceof Error ? fault.message : String(fault);
  process.stderr.write(`${why}\n\n${USAGE}\n`);
  process.exitCode = 1;
}
