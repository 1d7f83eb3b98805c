import { S3Client } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";
import { onTestFinished } from "vitest";
import { awsClient } from "./loopback-server.ts";

/** fauxqs with an empty bucket `documents`, and with `If-None-Match: *` on writes, as S3 has it and fauxqs has not. */
export async function s3Server(): Promise<S3Client> {
  const app = buildApp({ logger: false });
  const written = new Set<string>();
  app.addHook("preHandler", (request, reply, next) => {
    const { method, url, headers } = request;
    if (method !== "PUT" || headers["if-none-match"] !== "*") return next();
    const [path = ""] = url.split("?");
    if (!written.has(path)) {
      written.add(path);
      return next();
    }
    const fault = "<Error><Code>PreconditionFailed</Code><Message>There is one</Message></Error>";
    void reply.code(412).header("content-type", "application/xml").send(fault);
  });
  const endpoint = await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  await fetch(`${endpoint}/documents`, { method: "PUT" });
  const client = new S3Client({ ...awsClient(endpoint), forcePathStyle: true, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}
