import { Hono } from "hono";
import type { Context } from "hono";
import { parseVendorId } from "../../domain/ids.ts";
import type { Snapshots } from "../../domain/ports.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { CredentialSigner, Vendors } from "../../domain/world.ts";
import { problem, problemType } from "../problem.ts";
import { revokedMarks } from "../revocation.ts";
import { securityHeaders } from "../security-headers.ts";

export interface IssuerSiteDeps {
  readonly vendors: Vendors;
  readonly snapshots: Snapshots;
  readonly credentials: CredentialSigner;
  readonly baseUrl: string;
}

/** What a verifier of our credentials asks for, without login: keys, issuer, and what was revoked. */
export function issuerSite(deps: IssuerSiteDeps): Hono {
  const { vendors, snapshots, credentials, baseUrl } = deps;
  const app = new Hono();
  const headers = securityHeaders(deps);
  for (const path of ["/.well-known/jwks.json", "/issuers/*", "/status/*"]) app.use(path, headers);

  const unknown = (c: Context): Response =>
    problem(c, { type: problemType(baseUrl, "not_found"), title: "There is no such issuer", status: 404 });

  async function vendorOf(c: Context): Promise<Vendor | null> {
    const id = parseVendorId(c.req.param("vendorId") ?? "");
    return id && vendors.get(id);
  }

  app.get("/.well-known/jwks.json", async (c) => c.json(await credentials.jwks()));

  // Open Badges 3.0, section B.1.18 (Profile).
  app.get("/issuers/:vendorId", async (c) => {
    const vendor = await vendorOf(c);
    if (!vendor) return unknown(c);
    return c.json({
      "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
      ],
      id: `${baseUrl}/issuers/${vendor.id}`,
      type: ["Profile"],
      name: vendor.name,
      jwks: `${baseUrl}/.well-known/jwks.json`,
    });
  });

  // 1EdTech Credential Revocation List, version 1.0.
  app.get("/status/:vendorId", async (c) => {
    const vendor = await vendorOf(c);
    if (!vendor) return unknown(c);
    const revoked = await snapshots.marks(revokedMarks(vendor.id));
    return c.json({
      id: `${baseUrl}/status/${vendor.id}`,
      issuer: `${baseUrl}/issuers/${vendor.id}`,
      revokedCredential: revoked.map(({ name }) => ({
        id: `${baseUrl}/certificates/${name.slice(revokedMarks(vendor.id).length)}`,
        revoked: true,
      })),
    });
  });
  return app;
}
