import { type OnboardingId, parseOnboardingId, type VendorId, vendorOf } from "../domain/ids.ts";

/** The attributes of an item's key. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const digits = (value: number, count: number): string => String(value).padStart(count, "0");
/** Milliseconds so that they sort as text. */
export const timeText = (ms: number): string => digits(ms, 15);

const vendorPk = (vendor: VendorId): string => `V#${vendor}`;
const onboardingPk = (id: OnboardingId): string => `${vendorPk(vendorOf(id))}#O#${id}`;

/** Whose rows lie under this partition key; `null` where it is not an onboarding's. For handlers of stream records. */
export function onboardingOfKey(pk: string): OnboardingId | null {
  const id = parseOnboardingId(pk.slice(pk.lastIndexOf("#") + 1));
  return id && pk === onboardingPk(id) ? id : null;
}

export const stateKey = (id: OnboardingId): Key => ({ pk: onboardingPk(id), sk: "STATE" });
export const taskKey = (id: OnboardingId): Key => ({ pk: onboardingPk(id), sk: "TASK" });
export const commitKey = (id: OnboardingId, rev: number): Key => ({
  pk: onboardingPk(id),
  sk: `COMMIT#${digits(rev, 8)}`,
});
export const recordKey = (id: OnboardingId, kind: string, key: string): Key => ({
  pk: onboardingPk(id),
  sk: `RECORD#${kind}#${key}`,
});

const EFFECT_KEY = /^(\d{1,8})\.\d{1,4}\.\d{1,4}$/;

/** The commit that an effect's key says it comes from; `null` for what is no effect's key. */
export function revOfEffect(key: string): number | null {
  const [, rev] = EFFECT_KEY.exec(key) ?? [];
  return rev === undefined ? null : Number(rev);
}

export const deliveryKey = (id: OnboardingId, effect: string, attempt: number): Key => ({
  pk: onboardingPk(id),
  sk: `DELIVERY#${effect}#${digits(attempt, 6)}`,
});
export const inboxKey = (vendor: VendorId, webhookId: string): Key => ({
  pk: `${vendorPk(vendor)}#INBOX#${webhookId}`,
  sk: "INBOX",
});
export const partnerKey = (vendor: VendorId, program: string, externalPartnerId: string): Key => ({
  pk: `${vendorPk(vendor)}#PARTNER#${program}#${externalPartnerId}`,
  sk: "PARTNER",
});
export const termsPk = (vendor: VendorId): string => `${vendorPk(vendor)}#TERM`;
export const termKey = (id: OnboardingId, term: string, source: string): Key => ({
  pk: termsPk(vendorOf(id)),
  sk: `${term}#${id}#${source}`,
});
export const vendorKey = (vendor: VendorId): Key => ({ pk: vendorPk(vendor), sk: "VENDOR" });
export const snapshotKey = (vendor: VendorId): Key => ({ pk: vendorPk(vendor), sk: "SNAPSHOT" });
export const apiKeyKey = (digest: string): Key => ({ pk: `KEY#${digest}`, sk: "KEY" });
export const programKey = (id: string): Key => ({ pk: `PROGRAM#${id}`, sk: "CURRENT" });
export const versionKey = (id: string, version: string): Key => ({
  pk: `PROGRAM#${id}`,
  sk: `VERSION#${version}`,
});
export const MARKS = "MARK";
export const markKey = (name: string): Key => ({ pk: MARKS, sk: name });
/** Which vendors and programs there are: what else is known of them lies under keys that begin with them. */
export const vendorMark = (vendor: string): Key => markKey(`VENDOR#${vendor}`);
export const programMark = (program: string): Key => markKey(`PROGRAM#${program}`);

/** Partitions and sort keys of the indexes. */
export const listPk = vendorPk;
export const listSk = (startedAt: number, id: OnboardingId): string => `${timeText(startedAt)}#${id}`;
export const waitingPk = (vendor: VendorId): string => `${vendorPk(vendor)}#WAITING`;
export const failedPk = (vendor: VendorId): string => `${vendorPk(vendor)}#FAILED`;

export const DUE_SHARDS = ["due#0", "due#1", "due#2", "due#3"] as const;
/** Spreads what is due over four partitions. */
export function dueShard(id: OnboardingId): string {
  const sum = Array.from(id).reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `due#${sum % DUE_SHARDS.length}`;
}
