import type { FunctionName } from "./function-specs.ts";

/** Which function answers what. Everything else is 404 from the API itself. */
export const ROUTES: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  "receive-webhook": ["/webhooks/{vendorId}"],
  "vendor-api": ["/api/{proxy+}", "/openapi.json", "/docs", "/docs/{proxy+}", "/healthz"],
  "issuer-site": ["/.well-known/jwks.json", "/issuers/{proxy+}", "/status/{proxy+}"],
  "partner-site": ["/p/{proxy+}", "/certificates/{proxy+}", "/assets/{proxy+}"],
  "ops-console": ["/", "/console", "/console/{proxy+}"],
};
