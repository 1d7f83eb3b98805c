import type { Handler } from "hono";
import { endSession } from "../console-session.ts";
import type { OpsConsoleDeps } from "./deps.ts";

export const signOut =
  (deps: OpsConsoleDeps): Handler =>
  (c) => {
    endSession(c, deps);
    return c.redirect("/console/sign-in", 303);
  };
