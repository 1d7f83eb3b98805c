/** What the runner tells a function's process. */
export interface InvokeMessage {
  readonly event: unknown;
  readonly requestId: string;
  readonly functionArn: string;
  /** In milliseconds, from now on. */
  readonly timeLimit: number;
  /** How far Date is to be ahead. */
  readonly ahead: number;
}

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What the process tells the runner. */
export type ProcessMessage =
  | { readonly kind: "ready"; readonly initMs: number }
  | { readonly kind: "broken"; readonly error: FunctionError }
  | {
      readonly kind: "answer";
      readonly outcome:
        | { readonly ok: true; readonly payload: string }
        | { readonly ok: false; readonly error: FunctionError };
      readonly durationMs: number;
      readonly cpuMs: number;
      readonly maxRssMb: number;
    };
