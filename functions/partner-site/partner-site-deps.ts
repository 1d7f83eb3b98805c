import type { Context } from "hono";
import type { Effects, Onboardings } from "../../domain/ports.ts";
import type { Clock, Documents, Hmac, Programs, Random, RandomId, Vendors } from "../../domain/world.ts";
import type { Change } from "../change.ts";

/** What the partner pages need of the world. */
export interface PartnerSiteDeps {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly programs: Programs;
  readonly vendors: Vendors;
  readonly documents: Documents;
  readonly change: Change;
  readonly hmac: Hmac;
  readonly clock: Clock;
  readonly random: Random;
  readonly randomId: RandomId;
  /** Builds links and says where our own pages are; never the Host header. */
  readonly baseUrl: string;
  readonly clientIp: (c: Context) => string;
  /** Told of every fault; the visitor gets a page that says so. */
  readonly onFault: (error: unknown) => void;
}
