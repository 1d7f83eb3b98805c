import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const schema = z.object({
  baseUrl: z.string(),
  vendorId: z.string(),
  webhookSecret: z.string(),
  apiKey: z.string(),
  consoleUrl: z.string(),
});

/** What one needs to try the product: written at each start, for the eyes of the machine's owner alone. */
export type Credentials = z.infer<typeof schema>;

const fileIn = (dataDir: string): string => join(dataDir, "credentials.json");

/** `null` when there is none, or none that can be read. */
export async function readCredentials(dataDir: string): Promise<Credentials | null> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(dataDir), "utf8")));
  } catch {
    return null;
  }
}

export async function writeCredentials(dataDir: string, credentials: Credentials): Promise<void> {
  const file = fileIn(dataDir);
  await writeFile(`${file}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
