import type { OnboardingId } from "../../domain/ids.ts";
import type { MailEvent } from "./mail-event.ts";
import type { Hear, MailEventOutcome } from "./mail-events.ts";

/** As a queue hands it over: `body` is the JSON of an event of the bus. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface HearMessagesDeps {
  readonly hearOf: (id: OnboardingId) => Hear;
  /** `null`: about no mail of ours, or one that changes nothing. */
  readonly parse: (event: unknown) => MailEvent | null;
  readonly heard: (mail: MailEvent, outcome: MailEventOutcome) => void;
  readonly failed: (messageId: string, fault: unknown) => void;
}

interface Message {
  readonly messageId: string;
  readonly mail: MailEvent;
}

/**
 * Hears a batch: messages about one onboarding one after the other, different onboardings beside each other. Returns
 * the ids of those that failed; each fails by itself.
 */
export async function hearMessages(
  deps: HearMessagesDeps,
  messages: readonly QueuedMessage[],
): Promise<readonly string[]> {
  const failed: string[] = [];
  const fail = (messageId: string, fault: unknown): void => {
    deps.failed(messageId, fault);
    failed.push(messageId);
  };
  const groups = Map.groupBy(read(deps, messages, fail), ({ mail }) => mail.onboarding);
  await Promise.all(
    [...groups].map(async ([id, own]) => {
      const hear = deps.hearOf(id);
      for (const { messageId, mail } of own) {
        try {
          deps.heard(mail, await hear(mail));
        } catch (fault) {
          fail(messageId, fault);
        }
      }
    }),
  );
  return failed;
}

function read(
  { parse }: HearMessagesDeps,
  messages: readonly QueuedMessage[],
  fail: (messageId: string, fault: unknown) => void,
): readonly Message[] {
  return messages.flatMap(({ messageId, body }) => {
    try {
      const mail = parse(JSON.parse(body));
      return mail ? [{ messageId, mail }] : [];
    } catch (fault) {
      fail(messageId, fault);
      return [];
    }
  });
}
