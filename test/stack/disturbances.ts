import { z } from "zod";
import type { SdkCall } from "./sdk-call.ts";
import { ConnectionLost, jsonReply } from "./wire.ts";
import type { WireReply } from "./wire.ts";

/** What becomes of a call that is disturbed. */
const fateSchema = z.discriminatedUnion("kind", [
  /** The service says no, with its own error. */
  z.object({
    kind: z.literal("refused"),
    code: z.string(),
    message: z.string().default("said by a story"),
    /** Absent: as when a service has had enough. */
    status: z.number().optional(),
  }),
  /** A transaction is canceled, because of its first item. */
  z.object({ kind: z.literal("canceled"), code: z.string() }),
  /** Nothing is done, and nobody answers. */
  z.object({ kind: z.literal("unheard") }),
  /** It is done, and the connection breaks before the answer. */
  z.object({ kind: z.literal("unanswered") }),
  /** It is done, and the process that called dies before the answer. */
  z.object({ kind: z.literal("deadly") }),
]);

export const disturbanceSchema = z.object({
  /** A function's label; absent: whoever calls. */
  caller: z.string().optional(),
  service: z.string(),
  /** A regular expression for the operation's whole name. */
  operation: z.string().default(".*"),
  /** So many such calls go through before. */
  after: z.number().default(0),
  times: z.number().default(1),
  fate: fateSchema,
});

export type Disturbance = z.input<typeof disturbanceSchema>;
export type Fate = z.infer<typeof fateSchema>;

export interface Disturbances {
  /** Has each batch of the stream come thrice, from now on. */
  readonly repeatStream: () => void;
  readonly inStream: () => boolean;
  readonly add: (disturbance: z.output<typeof disturbanceSchema>) => void;
  /** Ends all of them; how often each one struck, in the order they were added. */
  readonly end: () => readonly number[];
  /** What is to become of this call; `null`: nothing special. */
  readonly strike: (caller: string, call: SdkCall) => Fate | null;
}

export function disturbances(): Disturbances {
  let repeated = false;
  const all: { readonly of: z.output<typeof disturbanceSchema>; seen: number; struck: number }[] = [];
  return {
    add: (of) => void all.push({ of, seen: 0, struck: 0 }),
    repeatStream() {
      repeated = true;
    },
    inStream: () => repeated,
    end() {
      repeated = false;
      return all.splice(0).map(({ struck }) => struck);
    },
    strike(caller, { service, operation }) {
      for (const one of all) {
        const { of } = one;
        const fits =
          (of.caller ?? caller) === caller &&
          of.service === service &&
          new RegExp(`^(${of.operation})$`).test(operation);
        if (!fits || one.seen++ < of.after || one.struck >= of.times) continue;
        one.struck++;
        return of.fate;
      }
      return null;
    },
  };
}

const inXml = (status: number, text: string): WireReply => ({
  status,
  headers: { "content-type": "text/xml" },
  body: Buffer.from(text),
});

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly more?: object;
}

/** An error as the called service words it. */
export function refusalOf({ service }: SdkCall, { status, code, message, more }: Refusal): WireReply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  if (service === "s3") return inXml(status, `<?xml version="1.0" encoding="UTF-8"?>${error}`);
  if (service === "ses") return inXml(status, `<ErrorResponse>${error}</ErrorResponse>`);
  const told = jsonReply(status, { __type: code, message, Message: message, ...more });
  return { ...told, headers: { ...told.headers, "x-amzn-errortype": code } };
}

/** A transaction that is canceled because of its first item. */
function cancellation(call: SdkCall, reason: string): WireReply {
  const { TransactItems: items } = call.input;
  const CancellationReasons = Array.from({ length: Array.isArray(items) ? items.length : 1 }, (_, index) => ({
    Code: index === 0 ? reason : "None",
  }));
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reason}]`;
  return refusalOf(call, {
    status: 400,
    code: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
    message,
    more: { CancellationReasons },
  });
}

/** With which a service says that it has had enough. */
const TOO_MUCH: Readonly<Record<string, number>> = { lambda: 429, s3: 503 };

interface Undergoing {
  readonly call: SdkCall;
  readonly carryOut: () => Promise<WireReply>;
  readonly kill: () => void;
}

/** Lets a call meet its fate; throws `ConnectionLost` where that leaves it without an answer. */
export async function undergo(fate: Fate | null, { call, carryOut, kill }: Undergoing): Promise<WireReply> {
  switch (fate?.kind) {
    case undefined:
      return carryOut();
    case "refused":
      return refusalOf(call, { ...fate, status: fate.status ?? TOO_MUCH[call.service] ?? 400 });
    case "canceled":
      return cancellation(call, fate.code);
    case "unheard":
      return new Promise(() => {});
    case "unanswered":
      await carryOut();
      throw new ConnectionLost("as a story wants it");
    case "deadly":
      await carryOut();
      kill();
      throw new ConnectionLost("its caller is dead");
  }
}
