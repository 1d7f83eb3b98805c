import { createRequire } from "node:module";
import type { IncomingMessage, Server } from "node:http";
import { SESClient } from "@aws-sdk/client-ses";
import { onTestFinished } from "vitest";
import { sesClient } from "../adapters/ses-mailer.ts";
import type { ReceivedMail } from "../bench/mail-receiver.ts";
import { type Answer, awsClient, loopbackServer } from "./loopback-server.ts";
import { parseMail } from "./mail-receiver.ts";

export interface Quota {
  readonly max24HourSend: number;
  readonly sentLast24Hours: number;
  readonly maxSendRate: number;
}

export interface SesServer {
  readonly endpoint: string;
  readonly client: SESClient;
  readonly received: ReceivedMail[];
  /** What SendRawEmail was asked, but for the mail itself. */
  readonly asked: Record<string, string>[];
  /** How often the quota was read. */
  quotaReads: number;
}

interface Options {
  readonly quota?: Quota;
  /** Answers SendRawEmail instead of the service. */
  readonly send?: Answer;
}

/** A CommonJS package, whose one function each way of importing finds in another place. */
const { default: startSesLocal }: { default: (config: { host: string; port: number }) => Promise<Server> } =
  createRequire(import.meta.url)("aws-ses-v2-local");

const UNLIMITED: Quota = { max24HourSend: -1, sentLast24Hours: 0, maxSendRate: 1000 };

/** An answer in the form of SES's v1 API. */
export const sesFault =
  (status: number, name: string, message: string): Answer =>
  (_request, response) => {
    const text = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
    response.writeHead(status, { "content-type": "text/xml" }).end(text);
  };

const quotaAnswer = ({ max24HourSend, sentLast24Hours, maxSendRate }: Quota): string =>
  `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult><Max24HourSend>${max24HourSend}</Max24HourSend><SentLast24Hours>${sentLast24Hours}</SentLast24Hours><MaxSendRate>${maxSendRate}</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>`;

async function sesLocal(): Promise<string> {
  const server: Server = await startSesLocal({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port }: { port: number } = Object(server.address());
  return `http://127.0.0.1:${port}`;
}

async function passOn(to: string, request: IncomingMessage, body: string) {
  const { authorization = "", "content-type": type = "" } = request.headers;
  const answer = await fetch(to, { method: "POST", headers: { authorization, "content-type": type }, body });
  return { status: answer.status, text: await answer.text() };
}

/** aws-ses-v2-local, with a reader of the raw mails before it, and the quota that it does not know. */
export async function sesServer({ quota = UNLIMITED, send }: Options = {}): Promise<SesServer> {
  const service = await sesLocal();
  const received: ReceivedMail[] = [];
  const asked: Record<string, string>[] = [];
  const endpoint = await loopbackServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { "RawMessage.Data": raw = "", ...rest } = Object.fromEntries(new URLSearchParams(body));
    if (rest["Action"] === "GetSendQuota") {
      server.quotaReads += 1;
      response.writeHead(200, { "content-type": "text/xml" }).end(quotaAnswer(quota));
      return;
    }
    asked.push(rest);
    if (send) return send(request, response);
    const text = Buffer.from(raw, "base64").toString("latin1");
    received.push({ to: rest["Destinations.member.1"] ?? "", ...parseMail(text) });
    const { status, text: answer } = await passOn(service, request, body);
    response.writeHead(status, { "content-type": "text/xml" }).end(answer);
  });
  const client = sesClient(awsClient(endpoint));
  onTestFinished(() => client.destroy());
  const server: SesServer = { endpoint, client, received, asked, quotaReads: 0 };
  return server;
}
