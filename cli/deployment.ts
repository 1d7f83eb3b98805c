/** What a deployed stage keeps its data in. */
export interface Deployment {
  readonly table: string;
  readonly bucket: string;
  /** ARN of the master key's secret. */
  readonly secret: string;
  /** Everything of a stage is in one, which the secret's ARN names. */
  readonly region: string;
}

/** A deployed stage cannot be worked on as asked. The message is one line and says what to do. */
export class DeploymentFault extends Error {
  override readonly name = "DeploymentFault";
}

/** The variables, and the outputs of the State stack that they hold. */
const OUTPUTS = { TABLE: "TableName", BUCKET: "BucketName", SECRET: "SecretArn" } as const;

const SECRET_ARN = /^arn:[\w-]+:secretsmanager:([a-z0-9-]+):\d{12}:secret:.+$/;

function missingFault(missing: readonly (keyof typeof OUTPUTS)[]): DeploymentFault {
  const names = missing.map((name) => `${name} (the State stack's ${OUTPUTS[name]})`).join(" and ");
  return new DeploymentFault(
    `For a deployed stage set ${names} too; for the data folder set none of TABLE, BUCKET, SECRET.`,
  );
}

/**
 * The deployed stage that `TABLE`, `BUCKET` and `SECRET` name; `null` when none of them is set: then the data folder
 * is meant. Throws `DeploymentFault` when only some are.
 */
export function deploymentIn(env: NodeJS.ProcessEnv): Deployment | null {
  const { TABLE: table, BUCKET: bucket, SECRET: secret } = env;
  if (!table && !bucket && !secret) return null;
  if (!table || !bucket || !secret) {
    throw missingFault((["TABLE", "BUCKET", "SECRET"] as const).filter((name) => !env[name]));
  }
  const region = SECRET_ARN.exec(secret)?.[1];
  if (region === undefined)
    throw new DeploymentFault("SECRET is not the ARN of a secret: take the State stack's SecretArn.");
  return { table, bucket, secret, region };
}
