/** The body the examples send: one partner with two people. */
export const SAMPLE_BODY = {
  type: "partner.approved",
  timestamp: "2026-11-20T09:30:00Z",
  data: {
    externalPartnerId: "CRM-4711",
    program: "reseller",
    partner: { legalName: "Heizwerk Niederrhein GmbH", type: "reseller", country: "DE" },
    contacts: [
      {
        name: "Sabine Vogt",
        email: "sabine.vogt@heizwerk.example",
        locale: "de",
        roles: ["primary", "signatory", "sales"],
      },
      { name: "Tom Baker", email: "tom.baker@heizwerk.example", locale: "en", roles: ["technical"] },
    ],
    partnerManager: { name: "Ines Albers", email: "ines.albers@vendor.example" },
  },
};

export const SAMPLE_JSON = JSON.stringify(SAMPLE_BODY, null, 2);

export const shellExample = (baseUrl: string): string => `VENDOR=demo                # your vendor id
SECRET=whsec_...           # your webhook secret
BODY=$(cat partner.json)   # the body, byte for byte as it is sent

ID="msg_$(date +%s)"
TIME=$(date +%s)
KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
SIGNATURE=$(printf '%s.%s.%s' "$ID" "$TIME" "$BODY" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)

curl -sS "${baseUrl}/webhooks/$VENDOR" \\
  -H "content-type: application/json" \\
  -H "webhook-id: $ID" \\
  -H "webhook-timestamp: $TIME" \\
  -H "webhook-signature: v1,$SIGNATURE" \\
  --data-binary "$BODY"`;

export const nodeExample = (baseUrl: string): string => `import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";

const vendor = process.env.VENDOR; // your vendor id
const key = Buffer.from(process.env.SECRET.replace("whsec_", ""), "base64");
const body = await readFile("partner.json", "utf8");

const id = \`msg_\${crypto.randomUUID()}\`; // the same again when you repeat it
const time = Math.floor(Date.now() / 1000);
const signature = createHmac("sha256", key).update(\`\${id}.\${time}.\${body}\`).digest("base64");

const answer = await fetch(\`${baseUrl}/webhooks/\${vendor}\`, {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(time),
    "webhook-signature": \`v1,\${signature}\`,
  },
  body,
});
console.log(answer.status, await answer.text());`;

export const readExample = (baseUrl: string): string =>
  `curl -sS "${baseUrl}/api/onboardings?status=in_progress" -H "authorization: Bearer $API_KEY"`;
