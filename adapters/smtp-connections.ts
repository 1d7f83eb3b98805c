import SMTPConnection from "nodemailer/lib/smtp-connection";
import { parseConnectionUrl } from "nodemailer/lib/shared";

export interface SmtpConnections {
  /** Lends a connection that is logged in, for as long as `use` takes; `signal` gives up, whatever it is doing. */
  lend<T>(signal: AbortSignal, use: (connection: SMTPConnection) => Promise<T>): Promise<T>;
  close(): void;
}

const AT_MOST = 5;
const IDLE_MS = 20_000;

/** A few SMTP connections, used again while they live. Throws when the URL is not `smtp://` or `smtps://`. */
export function smtpConnections(url: string): SmtpConnections {
  if (!/^smtps?:\/\/[^/?]/.test(url)) {
    throw new Error(
      "SMTP_URL must look like smtp://user:password@mail.example.com:587 (or smtps:// for port 465).",
    );
  }
  const { auth, ...options } = parseConnectionUrl(url);
  const turns = takeTurns(AT_MOST);
  const idle = new Map<SMTPConnection, NodeJS.Timeout>();

  function retire(connection: SMTPConnection): void {
    clearTimeout(idle.get(connection));
    idle.delete(connection);
    connection.close();
  }

  function keep(connection: SMTPConnection): void {
    idle.set(connection, setTimeout(retire, IDLE_MS, connection).unref());
  }

  function takeIdle(): SMTPConnection | undefined {
    const connection = [...idle.keys()].at(-1);
    if (!connection) return undefined;
    clearTimeout(idle.get(connection));
    idle.delete(connection);
    return connection;
  }

  function connect(): SMTPConnection {
    const connection = new SMTPConnection({ ...options, socketCloseTimeout: 0 });
    // A server that ends an idle session must not end this process.
    connection.on("error", () => retire(connection));
    connection.on("end", () => retire(connection));
    return connection;
  }

  async function use<T>(signal: AbortSignal, work: (connection: SMTPConnection) => Promise<T>): Promise<T> {
    const known = takeIdle();
    const connection = known ?? connect();
    const giveUp = (): void => connection.close();
    signal.addEventListener("abort", giveUp);
    try {
      if (!known) await orAborted(signal, greet(connection, auth));
      const result = await orAborted(signal, work(connection));
      keep(connection);
      return result;
    } catch (cause) {
      connection.close();
      throw cause;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  return {
    lend: (signal, work) => turns(signal, () => use(signal, work)),
    close: () => [...idle.keys()].forEach(retire),
  };
}

type Login = ReturnType<typeof parseConnectionUrl>["auth"];

async function greet(connection: SMTPConnection, auth: Login): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once("error", reject);
    connection.connect((failure) => (failure ? reject(failure) : resolve()));
  });
  if (!auth) return;
  await new Promise<void>((resolve, reject) => {
    connection.once("error", reject);
    connection.login({ credentials: auth }, (failure) => (failure ? reject(failure) : resolve()));
  });
}

/** A closed connection calls nobody back, so that giving up needs a promise of its own. */
function orAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error("The mail server did not answer in time."));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
  });
}

/** Lets at most so many run at once; the others wait in line. */
function takeTurns(atMost: number) {
  let free = atMost;
  const line: (() => void)[] = [];

  return async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await waitInLine(signal, line);
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else free += 1;
    }
  };
}

function waitInLine(signal: AbortSignal, line: (() => void)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const myTurn = (): void => {
      signal.removeEventListener("abort", leave);
      resolve();
    };
    const leave = (): void => {
      line.splice(line.indexOf(myTurn), 1);
      reject(new Error("All connections to the mail server are busy."));
    };
    line.push(myTurn);
    signal.addEventListener("abort", leave, { once: true });
  });
}
