import { readFile } from "node:fs/promises";

const sample: { data: object } = JSON.parse(
  await readFile(new URL("../cli/sample-partner.json", import.meta.url), "utf8"),
);

/** The body of a webhook that announces the sample partner, under another id of the CRM's. */
export const announcement = (externalPartnerId: string): string =>
  JSON.stringify({
    ...sample,
    timestamp: new Date().toISOString(),
    data: { ...sample.data, externalPartnerId },
  });
