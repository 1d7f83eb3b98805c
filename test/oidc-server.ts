import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";

export const CLIENT = { clientId: "console", clientSecret: "secret of the console" };

export interface OidcProvider {
  readonly issuer: string;
  /** What the next ID token says beside the usual claims; they may be overridden. */
  claims: Record<string, unknown>;
  /** Answers of the next authorization requests: a code, or this error. */
  refusal: string | null;
  /** Signs with a key that is not in the published set. */
  signsWithOtherKey: boolean;
}

export interface OidcServer extends OidcProvider {
  readonly port: number;
  readonly close: () => void;
}

interface OidcServerOptions {
  /** The name it has for others, where that is not its address. */
  readonly issuer?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The client has no secret: PKCE alone protects it. */
  readonly isPublic?: boolean;
}

interface Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
}

/** A small but real OpenID provider: discovery, authorization code with PKCE, token and key set. */
export async function startOidcServer(options: OidcServerOptions = {}): Promise<OidcServer> {
  const { now = Date.now, isPublic = false } = options;
  const [pair, other] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const published = { ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: { port: number } = Object(server.address());
  const provider: OidcServer = {
    issuer: options.issuer ?? `http://127.0.0.1:${port}`,
    port,
    claims: {},
    refusal: null,
    signsWithOtherKey: false,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", provider.issuer);
    if (url.pathname === "/.well-known/openid-configuration")
      return sendJson(response, 200, metadata(provider.issuer));
    if (url.pathname === "/jwks") return sendJson(response, 200, { keys: [published] });
    if (url.pathname === "/authorize") return authorize(url.searchParams, response);
    if (url.pathname === "/token") return token(request, response);
    response.writeHead(404).end();
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const redirectUri = query.get("redirect_uri") ?? "";
    const code = randomUUID();
    grants.set(code, {
      redirectUri,
      challenge: query.get("code_challenge_method") === "S256" ? (query.get("code_challenge") ?? "") : "",
      nonce: query.get("nonce") ?? "",
    });
    const back = new URL(redirectUri);
    if (provider.refusal) back.searchParams.set("error", provider.refusal);
    else back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!knowsClient(request, form, isPublic)) return sendJson(response, 401, { error: "invalid_client" });
    if (grant?.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri")) {
      return sendJson(response, 400, { error: "invalid_grant" });
    }
    const key: CryptoKey = provider.signsWithOtherKey ? other.privateKey : pair.privateKey;
    const seconds = Math.floor(now() / 1000);
    const idToken = await new SignJWT({
      nonce: grant.nonce,
      sub: "user-1",
      aud: CLIENT.clientId,
      ...provider.claims,
    })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setIssuer(provider.issuer)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 300)
      .sign(key);
    sendJson(response, 200, { access_token: "a", token_type: "Bearer", id_token: idToken });
  }

  return provider;
}

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  code_challenge_methods_supported: ["S256"],
});

function knowsClient(request: IncomingMessage, form: URLSearchParams, isPublic: boolean): boolean {
  const basic = Buffer.from(
    (request.headers.authorization ?? "").replace(/^Basic /, ""),
    "base64",
  ).toString();
  const [user = "", password = ""] = basic
    .split(":")
    .map((part) => decodeURIComponent(part.replaceAll("+", " ")));
  const id = form.get("client_id") ?? user;
  const secret = form.get("client_secret") ?? password;
  return id === CLIENT.clientId && secret === (isPublic ? "" : CLIENT.clientSecret);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
