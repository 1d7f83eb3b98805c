import { readFileSync } from "node:fs";

const SAMPLE: { data: object } = JSON.parse(
  readFileSync(new URL("../../cli/sample-partner.json", import.meta.url), "utf8"),
);

/** The vendor's webhook for a partner of this name: the same bytes whenever it is sent. */
export const webhookOf = (partner: string): string =>
  JSON.stringify({ ...SAMPLE, data: { ...SAMPLE.data, externalPartnerId: `CRASH-${partner}` } });
