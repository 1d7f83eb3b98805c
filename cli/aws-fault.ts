import { DeploymentFault } from "./deployment.ts";
import type { Deployment } from "./deployment.ts";

type Trouble = "no_credentials" | "bad_credentials" | "denied" | "unreachable" | "throttled";

const TROUBLES: Readonly<Record<string, Trouble>> = {
  CredentialsProviderError: "no_credentials",
  TokenProviderError: "no_credentials",
  ExpiredTokenException: "bad_credentials",
  ExpiredToken: "bad_credentials",
  UnrecognizedClientException: "bad_credentials",
  InvalidClientTokenId: "bad_credentials",
  InvalidAccessKeyId: "bad_credentials",
  InvalidToken: "bad_credentials",
  InvalidSignatureException: "bad_credentials",
  SignatureDoesNotMatch: "bad_credentials",
  AccessDeniedException: "denied",
  AccessDenied: "denied",
  ThrottlingException: "throttled",
  SlowDown: "throttled",
  TimeoutError: "unreachable",
};

const ADVICE: Record<Trouble, string> = {
  no_credentials: "There are no AWS credentials: sign in (aws sso login, aws configure) or set AWS_PROFILE.",
  bad_credentials: "AWS does not accept these credentials: sign in again, or choose others by AWS_PROFILE.",
  denied: "These credentials may not do this: use those of somebody who may (docs/aws.md, Operate it).",
  unreachable: "AWS does not answer: check the network, and AWS_ENDPOINT_URL if it is set.",
  throttled: "AWS takes no more calls just now. Try again in a minute.",
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** A fault of the network has a code and no name of its own. */
const isOfTheNetwork = (fault: Error): boolean =>
  "code" in fault && /^(E[A-Z_]+|UND_ERR_\w+)$/.test(String(fault.code));

const isNamed = (fault: Error, ...names: readonly string[]): boolean => names.includes(fault.name);

/** What is not where it should be, by the service that did not find it. */
function misplaced(
  root: Error,
  ofTable: boolean,
  { table, bucket, secret, region }: Deployment,
): string | null {
  if (isNamed(root, "NoSuchBucket", "PermanentRedirect"))
    return `There is no bucket ${bucket} in ${region}: take the State stack's BucketName.`;
  if (!isNamed(root, "ResourceNotFoundException")) return null;
  return ofTable
    ? `There is no table ${table} in ${region} in this account: take the State stack's TableName.`
    : `There is no secret ${secret} in this account: take the State stack's SecretArn, and check AWS_PROFILE.`;
}

/** A fault of AWS as one that says what to do, in one line; `null` when it is none of those known. */
export function awsFault(cause: unknown, deployment: Deployment): DeploymentFault | null {
  if (!(cause instanceof Error)) return null;
  // By name, because its class would bring the SDK along.
  const ofTable = cause.name === "DynamoFault";
  const root = ofTable && cause.cause instanceof Error ? cause.cause : cause;
  const where = misplaced(root, ofTable, deployment);
  if (where !== null) return new DeploymentFault(where, { cause });
  const trouble = TROUBLES[root.name] ?? (isOfTheNetwork(root) ? "unreachable" : null);
  if (trouble !== null)
    return new DeploymentFault(`${ADVICE[trouble]} (${oneLine(root.message) || root.name})`, { cause });
  return ofTable ? new DeploymentFault(oneLine(cause.message), { cause }) : null;
}
