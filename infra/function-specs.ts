import type { Woken } from "./dead-letters.ts";

const STORE = ["TABLE", "BUCKET", "SECRET"] as const;
const FACE = [...STORE, "BASE_URL"] as const;
const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_ROLE_CLAIMS", "OIDC_VENDORS_CLAIM"] as const;

/** A folder of functions/. */
export type FunctionName =
  | "receive-webhook"
  | "vendor-api"
  | "issuer-site"
  | "partner-site"
  | "ops-console"
  | "open-stage"
  | "finish"
  | "make-pdf"
  | "mail-events"
  | "deliver"
  | "dispatch"
  | "tick";

export type Variable =
  | (typeof FACE)[number]
  | (typeof OIDC)[number]
  | "STATE_MACHINE"
  | "CONFIGURATION_SET"
  | "MAKE_PDF"
  | "DISPATCH"
  | "DELIVER";

export interface FunctionSpec {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly variables: readonly Variable[];
}

const face = { memoryMb: 512, timeoutSeconds: 20 };
const task = { memoryMb: 512, timeoutSeconds: 30 };

/** What each function is given. A try of an effect may take 30 s, and dispatch makes several in lanes. */
export const FUNCTION_SPECS: Readonly<Record<FunctionName, FunctionSpec>> = {
  "receive-webhook": { ...face, variables: FACE },
  "vendor-api": { ...face, variables: FACE },
  "issuer-site": { ...face, variables: ["TABLE", "SECRET", "BASE_URL"] },
  "partner-site": { ...face, variables: FACE },
  "ops-console": { ...face, variables: [...FACE, ...OIDC] },
  "open-stage": { ...task, variables: [...STORE, "STATE_MACHINE"] },
  finish: { ...task, variables: STORE },
  "make-pdf": { memoryMb: 1024, timeoutSeconds: 25, variables: [] },
  "mail-events": { ...task, variables: STORE },
  deliver: { memoryMb: 512, timeoutSeconds: 120, variables: STORE },
  dispatch: {
    memoryMb: 512,
    timeoutSeconds: 300,
    variables: [...FACE, "STATE_MACHINE", "CONFIGURATION_SET", "MAKE_PDF"],
  },
  tick: { memoryMb: 512, timeoutSeconds: 900, variables: [...STORE, "STATE_MACHINE", "DISPATCH", "DELIVER"] },
};

/** In the order they are made: who is named in another's environment comes first. */
export const FUNCTION_NAMES: readonly FunctionName[] = [
  "receive-webhook",
  "vendor-api",
  "issuer-site",
  "partner-site",
  "ops-console",
  "open-stage",
  "finish",
  "make-pdf",
  "mail-events",
  "deliver",
  "dispatch",
  "tick",
];

/** Invoked without an answer being waited for: Lambda itself keeps what fails. */
export const isInvokedAsynchronously = (name: FunctionName): name is FunctionName & Woken =>
  name === "dispatch" || name === "deliver" || name === "tick";
