import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const execute = promisify(execFile);

export interface Synthesized {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Runs the CDK app, as `cdk synth` does, with this context. */
export async function synthesize(context: Readonly<Record<string, string>>): Promise<Synthesized> {
  const folder = await mkdtemp(join(tmpdir(), "partner-onboarding-cdk-"));
  await execute(process.execPath, [join(ROOT, "infra/app.ts")], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, "aws:cdk:version-reporting": false }),
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
