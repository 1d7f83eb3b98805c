import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";

export type DynamoFaultReason =
  | "throttled"
  | "too_large"
  | "no_table"
  | "denied"
  | "unreachable"
  | "cancelled";

const ADVICE: Record<DynamoFaultReason, string> = {
  throttled:
    "takes no more writes just now, also after some tries. Try again in a minute; if it lasts, look for a hot key.",
  too_large:
    "cannot hold this: an item takes up to 400 KB, one change up to 100 items. Nothing of it was written; send less at once.",
  no_table: "does not exist. Check TABLE, the region and the account.",
  denied: "may not be used with these credentials. Check the role's policy.",
  unreachable: "does not answer. Whether the last change was written is not known; doing it again is safe.",
  cancelled: "refused a transaction. Nothing of it was written.",
};

/** DynamoDB failed for a reason outside the program. The message says what to do about it. */
export class DynamoFault extends Error {
  readonly reason: DynamoFaultReason;

  constructor(
    reason: DynamoFaultReason,
    table: string,
    { cause, detail }: { cause?: unknown; detail?: string },
  ) {
    super(`The table ${table} ${ADVICE[reason]}${detail ? ` (${detail})` : ""}`, { cause });
    this.name = "DynamoFault";
    this.reason = reason;
  }
}

const REASONS: Record<string, DynamoFaultReason> = {
  ProvisionedThroughputExceededException: "throttled",
  ThrottlingException: "throttled",
  RequestLimitExceeded: "throttled",
  TransactionInProgressException: "throttled",
  ItemCollectionSizeLimitExceededException: "too_large",
  RequestEntityTooLargeException: "too_large",
  ResourceNotFoundException: "no_table",
  AccessDeniedException: "denied",
  UnrecognizedClientException: "denied",
  ExpiredTokenException: "denied",
  TimeoutError: "unreachable",
};

/** A refusal's own words are the only sign of a limit: the service has one exception for all invalid input. */
export const isTooLarge = (message: string): boolean =>
  /size.*(exceed|limit)|(exceed|limit).*size/i.test(message);

function reasonOf(cause: unknown): DynamoFaultReason | null {
  if (!(cause instanceof Error)) return null;
  if (cause.name === "ValidationException" && isTooLarge(cause.message)) return "too_large";
  const known = REASONS[cause.name];
  if (known) return known;
  // What never reached the service is no exception of its own.
  return cause instanceof DynamoDBServiceException || !("code" in cause) ? null : "unreachable";
}

/** Runs a call; what fails outside the program comes as a `DynamoFault`, the rest as it is. */
export async function withFaults<T>(table: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = reasonOf(cause);
    throw reason ? new DynamoFault(reason, table, { cause }) : cause;
  }
}
