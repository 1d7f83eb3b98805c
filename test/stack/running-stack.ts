import { startOidcServer } from "../oidc-server.ts";
import { operatorCommands } from "./operator-commands.ts";
import type { OperatorPlace } from "./operator-commands.ts";
import { serveStackControl } from "./stack-control.ts";
import type { StackAddress } from "./stack-control.ts";
import { PROVIDER_HOST, startStack } from "./start-stack.ts";
import type { Stack } from "./start-stack.ts";
import { synthesize } from "./synthesize.ts";

export interface RunningStack {
  readonly stack: Stack;
  readonly address: StackAddress;
  readonly close: () => Promise<void>;
}

const ISSUER = `https://${PROVIDER_HOST}`;

/** How the stack under test is synthesized: ops sign in at a provider that tests play. */
const CONTEXT = { oidcIssuer: ISSUER, oidcClientId: "console", mailDomain: "klarwerk.example" };

function placeOf({ functions, sdkEndpoint }: Stack): OperatorPlace {
  const variable = (name: string): string =>
    functions.all.map(({ variables }) => variables[name]).find((value) => value !== undefined) ?? "";
  return {
    sdkEndpoint,
    table: variable("TABLE"),
    bucket: variable("BUCKET"),
    secret: variable("SECRET"),
    stateMachine: variable("STATE_MACHINE"),
  };
}

/** Synthesizes, and runs what came out of it; or what an earlier `cdk synth` left in `folder`. */
export async function runSynthesizedStack(folder?: string): Promise<RunningStack> {
  const assembly = folder === undefined ? await synthesize(CONTEXT) : { folder, remove: async () => {} };
  const stack = await startStack(assembly.folder);
  const provider = await startOidcServer({ issuer: ISSUER, now: stack.clock.now, isPublic: true });
  stack.provider.target = provider.port;
  const control = await serveStackControl({ stack, provider, run: operatorCommands(placeOf(stack)) });
  return {
    stack,
    address: {
      controlUrl: `http://127.0.0.1:${control.port}`,
      baseUrl: stack.baseUrl,
      apiOrigin: stack.apiOrigin,
      providerUrl: ISSUER,
      providerOrigin: `http://127.0.0.1:${provider.port}`,
      place: placeOf(stack),
    },
    async close() {
      await control.close();
      await stack.close();
      provider.close();
      await assembly.remove();
    },
  };
}
