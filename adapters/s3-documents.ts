import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Documents } from "../domain/world.ts";
import { changedDocument, documentKey } from "./document-key.ts";

const TRIES = 5;

const isNamed = (cause: unknown, name: string): boolean => cause instanceof Error && cause.name === name;

/**
 * Documents as objects of a bucket, named by their key. Putting other bytes under a key that exists throws. Finding
 * out that there is none takes the right to list the bucket: without it S3 says that access is denied.
 */
export function s3Documents(client: S3Client, bucket: string): Documents {
  async function get(key: string): Promise<Uint8Array | null> {
    try {
      const { Body: body } = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: documentKey(key) }),
      );
      return body ? await body.transformToByteArray() : null;
    } catch (cause) {
      if (cause instanceof NoSuchKey) return null;
      throw cause;
    }
  }

  /** `false`: there is one. */
  async function putNew(key: string, bytes: Uint8Array, contentType: string): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      try {
        const input = { Bucket: bucket, Key: documentKey(key), Body: bytes, ContentType: contentType };
        await client.send(new PutObjectCommand({ ...input, IfNoneMatch: "*" }));
        return true;
      } catch (cause) {
        if (isNamed(cause, "PreconditionFailed")) return false;
        // Another writer was at it at the same time, and S3 says neither yes nor no.
        if (!isNamed(cause, "ConditionalRequestConflict") || tries === TRIES) throw cause;
      }
    }
  }

  return {
    async put(key, bytes, contentType) {
      if (await putNew(key, bytes, contentType)) return;
      const kept = await get(key);
      if (!kept || !Buffer.from(kept).equals(bytes)) throw changedDocument(key);
    },
    get,
  };
}
