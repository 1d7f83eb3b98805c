import { onTestFinished } from "vitest";
import { startOidcServer } from "./oidc-server.ts";
import type { OidcProvider } from "./oidc-server.ts";

export { CLIENT } from "./oidc-server.ts";
export type { OidcProvider } from "./oidc-server.ts";

/** An OpenID provider until the end of the test. */
export async function oidcProvider(): Promise<OidcProvider> {
  const server = await startOidcServer();
  onTestFinished(server.close);
  return server;
}
