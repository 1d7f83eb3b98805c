import type {
  CredentialSigner,
  Documents,
  Mailer,
  MailOutcome,
  Outbound,
  PdfMaker,
} from "../../domain/world.ts";
import type { Auditor } from "./auditor.ts";
import { mustHold } from "./failure.ts";
import type { Faults } from "./faults.ts";
import { InjectedFault } from "./scheduler.ts";
import type { Scheduler, Task } from "./scheduler.ts";

interface Parts {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly auditor: Auditor;
}

const encoder = new TextEncoder();
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Mail server, receiver of webhooks, documents and what makes them: everything outside the store and the workflow. */
export class Surroundings {
  /** Made effects of these onboardings throw, until somebody cures them. */
  readonly poisoned = new Set<string>();
  /** How often each mail reached its server. */
  readonly mails = new Map<string, number>();
  readonly #parts: Parts;
  readonly #documents = new Map<string, Uint8Array>();
  /** The server tells a repeat by its key, as the built-in inbox does; a relay does not. */
  readonly #tellsRepeats: boolean;

  constructor(parts: Parts, tellsRepeats: boolean) {
    this.#parts = parts;
    this.#tellsRepeats = tellsRepeats;
  }

  #deliver(key: string, task: Task): void {
    this.#parts.auditor.leaves("a mail", key, task.id);
    const known = this.mails.get(key) ?? 0;
    this.mails.set(key, this.#tellsRepeats ? 1 : known + 1);
  }

  /** `key` begins with the onboarding's id. */
  #isPoisoned(key: string): boolean {
    return [...this.poisoned].some((id) => key.startsWith(id));
  }

  #outcome(key: string, task: Task): MailOutcome {
    const { faults, scheduler } = this.#parts;
    if (faults.strikes("mail not taken")) return { kind: "not_sent", reason: "421 busy" };
    if (faults.strikes("mail bounces")) return { kind: "bounced", reason: "550 no such user" };
    if (faults.strikes("mail outcome unknown")) {
      if (scheduler.chance(0.5)) this.#deliver(key, task);
      return { kind: "unknown", reason: "the connection broke after the data" };
    }
    this.#deliver(key, task);
    return { kind: "sent", messageId: key };
  }

  mailer(task: Task): Mailer {
    const { faults, scheduler } = this.#parts;
    return {
      send: ({ key }) => {
        if (!faults.strikes("mail server hangs")) return Promise.resolve(this.#outcome(key, task));
        return new Promise((resolve) => {
          const late = () => task.alive && resolve(this.#outcome(key, task));
          scheduler.after(scheduler.between(6000, 90_000), late, true);
        });
      },
    };
  }

  outbound(task: Task): Outbound {
    const { faults, auditor } = this.#parts;
    return {
      async post(_url, headers) {
        const id = String(headers["webhook-id"]);
        const at = id.lastIndexOf("_", id.lastIndexOf("_", id.lastIndexOf("_") - 1) - 1);
        auditor.leaves(
          "a webhook",
          `${id.slice(0, at).replace("_", ".")}/${id.slice(at + 1).replaceAll("_", ".")}`,
          task.id,
        );
        if (faults.strikes("receiver fails")) return { status: 503, retryAfterSeconds: null };
        return { status: 204, retryAfterSeconds: null };
      },
    };
  }

  readonly documents: Documents = {
    put: async (key, bytes) => {
      if (this.#isPoisoned(key)) throw new InjectedFault("this document cannot be kept");
      const known = this.#documents.get(key);
      mustHold(!known || same(known, bytes), () => `document ${key} comes with other content`);
      this.#documents.set(key, bytes);
    },
    get: async (key) => this.#documents.get(key) ?? null,
  };

  /** The bytes say what is in it, so that a repeat must be the same. */
  readonly pdfMaker: PdfMaker = {
    agreement: async (input) => encoder.encode(JSON.stringify(input)),
  };

  readonly credentials: CredentialSigner = {
    sign: async (payload) => {
      const id = String(payload["jti"]).replace(/^.*\/certificates\//, "");
      if (this.#isPoisoned(id)) throw new InjectedFault("this credential cannot be signed");
      return `jwt of ${id}`;
    },
    jwks: async () => ({ keys: [] }),
  };
}
