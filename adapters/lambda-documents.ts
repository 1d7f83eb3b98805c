import { S3Client } from "@aws-sdk/client-s3";
import * as z from "zod/mini";
import type { Documents } from "../domain/world.ts";
import { AWS_PATIENCE } from "./aws-patience.ts";
import { readEnv } from "./lambda-env.ts";
import { s3Documents } from "./s3-documents.ts";

/** The documents in the bucket that the environment names. */
export const bucketDocuments = (): Documents =>
  s3Documents(new S3Client(AWS_PATIENCE), readEnv({ BUCKET: z.string() }).BUCKET);
