import { fileURLToPath } from "node:url";
import { expectPage } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import { HOOKS_URL, tellStack } from "../stack/stack-control.ts";
import type { StackAddress } from "../stack/stack-control.ts";
import type { VendorAccess, World } from "./harness.ts";

const PROGRAM = fileURLToPath(new URL("../../programs/reseller", import.meta.url));

/** Where no provider is asked for, whoever signs in may do everything. */
const ADMIN = { sub: "ops-1", name: "Ops", roles: ["onboarding:admin"], vendors: ["*"] };

const VENDOR = "add demo --mail-from partner@klarwerk.example --ops partner-team@klarwerk.example";

async function addVendor(stack: StackAddress): Promise<VendorAccess> {
  const args = [...VENDOR.split(" "), "--name", "Klarwerk AI"];
  const said = await tellStack(stack, { do: "run", command: "vendor", args });
  const found = (label: RegExp): string => label.exec(said)?.[1] ?? "";
  return {
    vendorId: "demo",
    webhookSecret: found(/webhook secret\s+(\S+)/),
    apiKey: found(/API key\s+(\S+)/),
  };
}

/** The synthesized stack, begun anew; see test/stack. */
export async function stackWorld(stack: StackAddress, startAt: string): Promise<World> {
  let ahead = Date.parse(startAt) - Date.now();
  const now = (): number => Date.now() + ahead;
  await tellStack(stack, { do: "reset", now: now() });
  const vendor = await addVendor(stack);
  await tellStack(stack, { do: "run", command: "program", args: ["publish", PROGRAM] });
  await tellStack(stack, { do: "faults" });

  return {
    place: "aws",
    baseUrl: stack.baseUrl,
    vendor,
    now,
    async moveTime(ms) {
      ahead += ms;
      await tellStack(stack, { do: "move", ms });
    },
    mails: () => tellStack(stack, { do: "mails" }),
    async signIn(claims = ADMIN) {
      await tellStack(stack, { do: "claims", claims });
      const client = webClient(stack.baseUrl);
      expectPage(await client.get("/console/sign-in/start"));
      return client;
    },
    run: (command, ...args) => tellStack(stack, { do: "run", command, args }),
    async expose(port) {
      await tellStack(stack, { do: "expose", port });
      return HOOKS_URL;
    },
    async close() {
      await tellStack(stack, { do: "settle" });
      const faults = await tellStack(stack, { do: "faults" });
      if (faults.length > 0) throw new Error(`the stack reported faults:\n${faults.join("\n")}`);
    },
  };
}
