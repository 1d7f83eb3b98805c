import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, onTestFinished, test } from "vitest";
import { s3Documents } from "../../adapters/s3-documents.ts";
import { documentsContract } from "../contracts/documents-contract.ts";
import { awsClient, loopbackServer } from "../loopback-server.ts";
import { s3Server } from "../s3-server.ts";

const BYTES = new TextEncoder().encode("%PDF");

/** S3 that answers writes in turn with these errors, then takes them. */
async function refusing(...names: readonly string[]) {
  const left = [...names];
  const endpoint = await loopbackServer((request, response) => {
    request.resume();
    const name = left.shift();
    const body = name ? `<Error><Code>${name}</Code><Message>${name}</Message></Error>` : "";
    response.writeHead(name ? 409 : 200, { "content-type": "application/xml" }).end(body);
  });
  const client = new S3Client({ ...awsClient(endpoint), forcePathStyle: true, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return s3Documents(client, "documents");
}

describe("documents in a bucket", () => {
  documentsContract(async () => s3Documents(await s3Server(), "documents"));

  test("keep the type they were put with", async () => {
    const client = await s3Server();
    await s3Documents(client, "documents").put("a/b.pdf", BYTES, "application/pdf");
    const head = await client.send(new HeadObjectCommand({ Bucket: "documents", Key: "a/b.pdf" }));
    expect(head.ContentType).toBe("application/pdf");
  });

  test("are written once more when another writer was at it at the same time", async () => {
    const documents = await refusing("ConditionalRequestConflict", "ConditionalRequestConflict");
    await expect(documents.put("a/b.pdf", BYTES, "application/pdf")).resolves.toBeUndefined();
  });

  test("throw what says nothing about the document", async () => {
    const documents = await refusing("OperationAborted");
    await expect(documents.put("a/b.pdf", BYTES, "application/pdf")).rejects.toThrow("OperationAborted");
  });
});
