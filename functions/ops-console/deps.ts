import type { Context } from "hono";
import type { Operator, SignIn } from "../../domain/operator.ts";
import type { Effects, Onboardings, Snapshots } from "../../domain/ports.ts";
import type { Clock, Deliveries, Documents, Hmac, Programs, Vendors } from "../../domain/world.ts";
import type { Change } from "../change.ts";

/** What the console needs of the world. */
export interface OpsConsoleDeps {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly programs: Programs;
  readonly documents: Documents;
  readonly deliveries: Deliveries;
  readonly snapshots: Snapshots;
  readonly vendors: Vendors;
  readonly change: Change;
  readonly signIn: SignIn;
  readonly hmac: Hmac;
  readonly clock: Clock;
  readonly baseUrl: string;
  /** The workflow's definition in the Amazon States Language, as JSON. */
  readonly workflowDefinition: string;
  /** The script that keeps pages up to date, from the package of that name. */
  readonly htmx: string;
  /** Told of every fault; the operator sees a page that says so. */
  readonly report: (fault: unknown) => void;
}

/** Whoever got past `requireOperator` is known. */
export interface ConsoleEnv {
  Variables: { operator: Operator };
}
export type ConsoleContext = Context<ConsoleEnv>;
