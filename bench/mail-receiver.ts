import type { AddressInfo, Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import type { SMTPServerOptions } from "smtp-server";

/** A mail as its receiver sees it; header names in lower case, decoded. */
export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface MailReceiver {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** How many connections were ever made. */
  connections(): number;
  /** Ends all connections without another word. */
  hangUp(): void;
  close(): void;
}

export interface MailReceiverOptions extends SMTPServerOptions {
  /** Called with each mail before it is acknowledged. */
  readonly onMail?: (mail: ReceivedMail) => void;
}

/** A real SMTP server on loopback that keeps what it accepts. */
export async function openMailReceiver(options: MailReceiverOptions = {}): Promise<MailReceiver> {
  const { onMail = () => {}, ...given } = options;
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 1,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(", ");
        const mail = { to, ...parseMail(Buffer.concat(chunks).toString("latin1")) };
        received.push(mail);
        onMail(mail);
        callback();
      });
    },
    ...given,
  });
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const hangUp = (): void => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port }: AddressInfo = Object(server.server.address());
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    hangUp,
    close() {
      hangUp();
      server.close();
    },
  };
}

/** Takes a mail apart as it came over the wire, in latin1. */
export function parseMail(raw: string): Omit<ReceivedMail, "to"> {
  const { headers, body } = splitMail(raw);
  const boundary = /boundary="?([^";]+)"?/.exec(headers["content-type"] ?? "")?.[1];
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map(splitMail) : [];
  const textOf = (type: string): string => {
    const part = parts.find((candidate) => candidate.headers["content-type"]?.startsWith(type));
    return part ? decodeBody(part.body, part.headers["content-transfer-encoding"]) : "";
  };
  return {
    subject: headers["subject"] ?? "",
    headers,
    text: textOf("text/plain"),
    html: textOf("text/html"),
  };
}

function splitMail(raw: string): { headers: Record<string, string>; body: string } {
  const text = raw.replace(/^\r\n/, "");
  const end = text.indexOf("\r\n\r\n");
  const lines = text
    .slice(0, end)
    .replaceAll(/\r\n(?=[ \t])/g, "")
    .split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
    }),
  );
  return { headers, body: text.slice(end + 4) };
}

/** RFC 2047: neighboring words are one text, so their bytes are joined before they are read. */
function decodeWords(text: string): string {
  const word = /=\?utf-8\?([bq])\?([^?]*)\?=/i;
  const joined = text.replaceAll(/(\?=)\s+(=\?)/g, "$1$2");
  return joined.replaceAll(new RegExp(`(?:${word.source})+`, "gi"), (run) =>
    Buffer.concat(
      [...run.matchAll(new RegExp(word.source, "gi"))].map(([, kind = "", content = ""]) =>
        kind.toLowerCase() === "b"
          ? Buffer.from(content, "base64")
          : fromQuoted(content.replaceAll("_", " ")),
      ),
    ).toString("utf8"),
  );
}

const fromQuoted = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );

function decodeBody(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding === "quoted-printable") return fromQuoted(body.replaceAll("=\r\n", "")).toString("utf8");
  return Buffer.from(body, "latin1").toString("utf8");
}
